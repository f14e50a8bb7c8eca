-- SHA-256 of the file, in hex, taken once the call is over; '': not yet.
ALTER TABLE recordings ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
CREATE INDEX recordings_unsummed ON recordings (id) WHERE checksum = '';

-- Who heard or took away which recording.
CREATE TABLE recording_accesses (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    recording_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('played', 'downloaded')),
    address TEXT NOT NULL
);
CREATE INDEX recording_accesses_recording ON recording_accesses (recording_id, at_ms);
