-- A tenant (企业) is in every row from the first migration.
CREATE TABLE tenants (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state_after_login TEXT NOT NULL CHECK (state_after_login IN ('busy', 'ready')),
    created_at_ms BIGINT NOT NULL
);

CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    account TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'leader', 'admin')),
    extension TEXT,
    extension_type TEXT NOT NULL CHECK (extension_type IN ('web', 'sip', 'analog')),
    extension_secret TEXT NOT NULL,
    sign_in TEXT NOT NULL CHECK (sign_in IN ('page', 'phone')),
    after_call TEXT NOT NULL CHECK (after_call IN ('ready', 'wrap_up')),
    wrap_up_s BIGINT NOT NULL,
    mobile TEXT NOT NULL,
    failed_sign_ins BIGINT NOT NULL DEFAULT 0,
    locked_until_ms BIGINT NOT NULL DEFAULT 0,
    deleted_at_ms BIGINT,
    UNIQUE (tenant_id, number),
    UNIQUE (tenant_id, account),
    UNIQUE (tenant_id, extension)
);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
