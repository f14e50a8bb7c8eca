-- What somebody deleted of a company's data on purpose (R267): the order for it, how far it is, and afterwards its only
-- trace. Nothing deletes rows of this table.
CREATE TABLE data_deletions (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('call_records', 'recordings', 'voicemails', 'texts', 'customers',
                                       'service_records', 'tasks', 'system_messages', 'logs')),
    before_ms BIGINT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    problem TEXT NOT NULL,
    counted BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);
CREATE INDEX data_deletions_created ON data_deletions (tenant_id, created_at_ms, id);
CREATE INDEX data_deletions_state ON data_deletions (state, created_at_ms);

-- Files below the folder of recordings whose rows are gone and which are still to be removed: written with the
-- deletion, so that no crash leaves sound behind.
CREATE TABLE doomed_files (
    path TEXT PRIMARY KEY
);

-- Each time that the disk had too little room for a company's liking, and whether its people could be told (R266).
CREATE TABLE disk_alerts (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    free_bytes BIGINT NOT NULL,
    total_bytes BIGINT NOT NULL,
    below_percent BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    problem TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at_ms BIGINT NOT NULL,
    sent_at_ms BIGINT,
    over_at_ms BIGINT
);
CREATE INDEX disk_alerts_at ON disk_alerts (tenant_id, at_ms);

-- What is deleted by its age is found by it, and what belongs to a call by the call.
CREATE INDEX missed_calls_call ON missed_calls (call_id);
CREATE INDEX forwarded_calls_call ON forwarded_calls (call_id);
CREATE INDEX service_records_created ON service_records (tenant_id, created_at_ms);
CREATE INDEX tasks_completed ON tasks (tenant_id, completed_at_ms);
