-- Texts to customers (R064, R202). "sending" is written before the gateway is asked: what a crash left there may have
-- been delivered, and is never sent a second time.
CREATE TABLE sms_messages (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    call_id BIGINT,
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    template TEXT NOT NULL,
    segments BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    next_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);
CREATE INDEX sms_messages_created ON sms_messages (tenant_id, created_at_ms);
CREATE INDEX sms_messages_number ON sms_messages (tenant_id, number, created_at_ms);
CREATE INDEX sms_messages_state ON sms_messages (state, next_at_ms);

-- Parts of the site: JSON of a SiteSmsTemplate and a SiteSmsSignature.
CREATE TABLE sms_templates (
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
CREATE TABLE sms_signatures (
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

-- What a central management platform identifies itself with (R035). Only the hash is kept; `shown` is the beginning,
-- by which people tell keys apart.
CREATE TABLE platform_keys (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    shown TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    created_at_ms BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    last_used_at_ms BIGINT,
    revoked_at_ms BIGINT,
    revoked_by BIGINT
);
-- Every use of a key, also of one that was refused.
CREATE TABLE platform_uses (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    key_id BIGINT NOT NULL REFERENCES platform_keys (id),
    at_ms BIGINT NOT NULL,
    address TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    refused TEXT NOT NULL
);
CREATE INDEX platform_uses_at ON platform_uses (tenant_id, at_ms);

-- What leaders note about a recording (R099), at a moment of it or about the whole.
CREATE TABLE recording_annotations (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    recording_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    position_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX recording_annotations_recording ON recording_annotations (recording_id, created_at_ms);

-- A recording that an administrator deleted: its call's record still says that there was one, and who took it away.
CREATE TABLE deleted_recordings (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    call_id BIGINT NOT NULL REFERENCES calls (id),
    started_at_ms BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    deleted_at_ms BIGINT NOT NULL,
    deleted_by BIGINT NOT NULL
);
CREATE INDEX deleted_recordings_call ON deleted_recordings (call_id);
