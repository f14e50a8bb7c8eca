-- Who came in, who was turned away, who left (R214). A name that nobody has is written to nobody: it has no row here.
CREATE TABLE sign_ins (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    address TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('signed_in', 'wrong_password', 'locked', 'signed_out', 'expired', 'kicked'))
);
CREATE INDEX sign_ins_at ON sign_ins (tenant_id, at_ms, id);
CREATE INDEX sign_ins_user ON sign_ins (user_id, at_ms);

-- From where a session was opened: what its end is written down with.
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- Each entry of the configuration that changed, as it was and as it became: JSON, secrets left out. Without user_id it
-- was declared by a site file.
CREATE TABLE config_changes (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT,
    at_ms BIGINT NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('added', 'changed', 'removed')),
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL
);
CREATE INDEX config_changes_at ON config_changes (tenant_id, at_ms, id);

-- Work that outlives its request (R215). The result is a file below the folder of exports, named by id and format.
CREATE TABLE data_jobs (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    list TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx', 'zip')),
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'expired')),
    problem TEXT NOT NULL,
    rows_done BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    started_at_ms BIGINT,
    ended_at_ms BIGINT,
    expires_at_ms BIGINT
);
CREATE INDEX data_jobs_user ON data_jobs (user_id, created_at_ms);
CREATE INDEX data_jobs_created ON data_jobs (tenant_id, created_at_ms, id);
CREATE INDEX data_jobs_state ON data_jobs (state, expires_at_ms);

-- Each customer's number once: a part of a number is looked for here, and the calls are found by the whole number.
CREATE TABLE call_numbers (
    tenant_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (tenant_id, number)
);
INSERT INTO call_numbers (tenant_id, number) SELECT DISTINCT tenant_id, customer_number FROM calls;

-- What lists are narrowed by, each in the order that lists are shown in.
DROP INDEX calls_agent;
DROP INDEX calls_queue;
CREATE INDEX calls_agent ON calls (tenant_id, agent_id, started_at_ms, id);
CREATE INDEX calls_queue ON calls (tenant_id, queue_id, started_at_ms, id);
CREATE INDEX calls_result ON calls (tenant_id, result, started_at_ms, id);
CREATE INDEX calls_direction ON calls (tenant_id, direction, started_at_ms, id);
CREATE INDEX call_legs_user ON call_legs (user_id, started_at_ms, call_id);
CREATE INDEX agent_states_began ON agent_states (tenant_id, began_at_ms, id);
