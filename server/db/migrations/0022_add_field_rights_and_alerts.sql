-- Which fields a role of the company's own does not see, and which it sees but does not change (R255): JSON, keys of the
-- catalogue of fields.
ALTER TABLE roles ADD COLUMN hidden_fields TEXT NOT NULL DEFAULT '[]';
ALTER TABLE roles ADD COLUMN fixed_fields TEXT NOT NULL DEFAULT '[]';

-- System messages may be alerts, too: what the server noticed of itself and an administrator should know.
CREATE TABLE system_messages_with_alerts (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reminder', 'announcement', 'alert')),
    text TEXT NOT NULL,
    about_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    read_at_ms BIGINT
);
INSERT INTO system_messages_with_alerts (id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms)
    SELECT id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms FROM system_messages;
DROP TABLE system_messages;
ALTER TABLE system_messages_with_alerts RENAME TO system_messages;
CREATE INDEX system_messages_user ON system_messages (user_id, created_at_ms);
CREATE INDEX system_messages_created ON system_messages (tenant_id, created_at_ms);
