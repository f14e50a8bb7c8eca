-- Settings of the whole server (tenant_id 0) and of each tenant: one JSON text per key.
CREATE TABLE settings (
    tenant_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (tenant_id, key)
);
