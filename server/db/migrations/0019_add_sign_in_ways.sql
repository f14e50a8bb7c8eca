-- A password that somebody else chose must be changed before anything else (R006).
ALTER TABLE users ADD COLUMN must_change_password BOOLEAN NOT NULL DEFAULT FALSE;
-- Opened with a code by SMS instead of the password (R003).
ALTER TABLE sessions ADD COLUMN by_sms BOOLEAN NOT NULL DEFAULT FALSE;

-- The second factor (RFC 6238): a sealed secret, from when it counts (empty: still being set up), and the newest step of
-- time whose code was spent, so that no code fits twice.
CREATE TABLE two_factors (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    secret TEXT NOT NULL,
    made_at_ms BIGINT NOT NULL,
    on_at_ms BIGINT,
    last_step BIGINT NOT NULL
);

-- Each opens the door once in place of the second factor.
CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    used_at_ms BIGINT,
    PRIMARY KEY (user_id, code_hash)
);

-- Codes that were sent by SMS. Only the newest of a person counts; older ones of the day bound how many are sent.
CREATE TABLE sign_in_codes (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    wrong BIGINT NOT NULL
);
CREATE INDEX sign_in_codes_user ON sign_in_codes (user_id, created_at_ms);

-- Two more ways of being turned away. A list of words inside a CHECK only changes with its table.
CREATE TABLE sign_ins_new (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    address TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN (
        'signed_in', 'wrong_password', 'wrong_code', 'address_refused', 'locked', 'signed_out', 'expired', 'kicked'))
);
INSERT INTO sign_ins_new (id, tenant_id, user_id, at_ms, address, outcome)
SELECT id, tenant_id, user_id, at_ms, address, outcome FROM sign_ins;
DROP TABLE sign_ins;
ALTER TABLE sign_ins_new RENAME TO sign_ins;
CREATE INDEX sign_ins_at ON sign_ins (tenant_id, at_ms, id);
CREATE INDEX sign_ins_user ON sign_ins (user_id, at_ms);
