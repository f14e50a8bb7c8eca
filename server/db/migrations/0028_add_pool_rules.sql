-- What allocation rules (分配规则, R162) gave to whom on which day: daily caps and fair shares are counted from it.
CREATE TABLE allocation_uses (
    rule_id BIGINT NOT NULL,
    target TEXT NOT NULL,
    day BIGINT NOT NULL,          -- days since 1970 where the company is
    used BIGINT NOT NULL,
    last_at_ms BIGINT NOT NULL,
    PRIMARY KEY (rule_id, target, day)
);

-- Things done with many objects at once (批量操作): how far each is. Rows are changed together with `done`, so that this
-- is true whatever happens in the middle.
CREATE TABLE object_actions (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'interrupted', 'failed')),
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    failures TEXT NOT NULL,       -- the first of them: id, name, code
    created_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);
CREATE INDEX object_actions_created ON object_actions (tenant_id, created_at_ms);

-- Pools tell owners what they take back (`pool`). A list of words inside a CHECK only changes with its table.
CREATE TABLE system_messages_with_pools (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reminder', 'announcement', 'alert', 'export', 'pool')),
    text TEXT NOT NULL,
    about_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    read_at_ms BIGINT
);
INSERT INTO system_messages_with_pools (id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms)
    SELECT id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms FROM system_messages;
DROP TABLE system_messages;
ALTER TABLE system_messages_with_pools RENAME TO system_messages;
CREATE INDEX system_messages_user ON system_messages (user_id, created_at_ms);
CREATE INDEX system_messages_created ON system_messages (tenant_id, created_at_ms);
