-- The whole switchboard: what the queues do for their callers, register trunks, voice menus, hours, rooms, voices.
ALTER TABLE queues ADD COLUMN announce_position BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE queues ADD COLUMN announce_wait BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE queues ADD COLUMN announce_every_s BIGINT NOT NULL DEFAULT 0;
ALTER TABLE queues ADD COLUMN voicemail_key TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN callback_key TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN keys_hint TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN callback_attempts BIGINT NOT NULL DEFAULT 3;
ALTER TABLE queues ADD COLUMN callback_spacing_s BIGINT NOT NULL DEFAULT 300;
ALTER TABLE queues ADD COLUMN overflow_after_s BIGINT NOT NULL DEFAULT 0;
ALTER TABLE queues ADD COLUMN overflow_to TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN required_skill BIGINT NOT NULL DEFAULT 0;
ALTER TABLE queues ADD COLUMN skill_relaxes_every_s BIGINT NOT NULL DEFAULT 0;
ALTER TABLE queues ADD COLUMN hours TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN when_closed TEXT NOT NULL DEFAULT 'hangup';
ALTER TABLE queues ADD COLUMN forward_to_mobiles BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE queues ADD COLUMN survey BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE queues ADD COLUMN announce_agent BOOLEAN NOT NULL DEFAULT TRUE;
-- Records name their queue for ever, so a queue that was deleted stays as a row; declared again, it comes back.
ALTER TABLE queues ADD COLUMN deleted_at_ms BIGINT;

ALTER TABLE trunks ADD COLUMN proxy TEXT NOT NULL DEFAULT '';
ALTER TABLE trunks ADD COLUMN expires_s BIGINT NOT NULL DEFAULT 3600;

-- A voice menu as JSON: what calls walk, and what somebody is still drawing.
CREATE TABLE flows (
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    code TEXT NOT NULL,
    published TEXT,
    published_at_ms BIGINT,
    draft TEXT,
    draft_at_ms BIGINT,
    PRIMARY KEY (tenant_id, code)
);

-- Working hours and holidays, as JSON.
CREATE TABLE schedules (
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    code TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (tenant_id, code)
);

CREATE TABLE rooms (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    UNIQUE (tenant_id, number)
);

CREATE TABLE room_participants (
    room_id BIGINT NOT NULL REFERENCES rooms (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    place BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

-- What is known of the files below DATA/voices.
CREATE TABLE voices (
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('mp3', 'wav')),
    size_bytes BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
