-- Exports that somebody must approve before they are made (B14): what is wanted is kept with its job, so that the file
-- can be made later, with what its person may see then. A list of words inside a CHECK only changes with its table.
CREATE TABLE data_jobs_with_approval (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    list TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx', 'zip')),
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'refused', 'waiting', 'running', 'done', 'failed', 'cancelled',
        'expired')),
    problem TEXT NOT NULL,
    rows_done BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    started_at_ms BIGINT,
    ended_at_ms BIGINT,
    expires_at_ms BIGINT,
    query TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('chinese', 'english')),
    address TEXT NOT NULL,
    said_zh TEXT NOT NULL,
    said_en TEXT NOT NULL,
    why TEXT NOT NULL,
    decided_by BIGINT,
    decided_at_ms BIGINT,
    decision TEXT NOT NULL
);
INSERT INTO data_jobs_with_approval (id, tenant_id, user_id, list, format, file_name, state, problem, rows_done,
    rows_total, size_bytes, created_at_ms, started_at_ms, ended_at_ms, expires_at_ms, query, language, address, said_zh,
    said_en, why, decision)
SELECT id, tenant_id, user_id, list, format, file_name, state, problem, rows_done, rows_total, size_bytes,
    created_at_ms, started_at_ms, ended_at_ms, expires_at_ms, '', 'chinese', '', '', '', '', '' FROM data_jobs;
DROP TABLE data_jobs;
ALTER TABLE data_jobs_with_approval RENAME TO data_jobs;
CREATE INDEX data_jobs_user ON data_jobs (user_id, created_at_ms);
CREATE INDEX data_jobs_created ON data_jobs (tenant_id, created_at_ms, id);
CREATE INDEX data_jobs_state ON data_jobs (state, expires_at_ms);

-- Every file that left: who asked for it, who said yes or no, when it was made and when it was fetched. Each line tells
-- all, so that it means the same when its job is gone; without job_id the file was text at once, for a program.
CREATE TABLE export_events (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('asked', 'approved', 'refused', 'lapsed', 'withdrawn', 'exported',
        'downloaded')),
    job_id BIGINT,
    list TEXT NOT NULL,
    file_name TEXT NOT NULL,
    said_zh TEXT NOT NULL,
    said_en TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    reason TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX export_events_at ON export_events (tenant_id, at_ms, id);
CREATE INDEX export_events_user ON export_events (user_id, at_ms);

-- System messages tell of approvals, too.
CREATE TABLE system_messages_with_exports (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reminder', 'announcement', 'alert', 'export')),
    text TEXT NOT NULL,
    about_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    read_at_ms BIGINT
);
INSERT INTO system_messages_with_exports (id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms)
    SELECT id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms FROM system_messages;
DROP TABLE system_messages;
ALTER TABLE system_messages_with_exports RENAME TO system_messages;
CREATE INDEX system_messages_user ON system_messages (user_id, created_at_ms);
CREATE INDEX system_messages_created ON system_messages (tenant_id, created_at_ms);
