-- Files whose rows become customers, employees or blocked numbers (R216). The file itself waits below the folder of
-- imports, named by id, until its import has ended. `rows_done` is written in the same transaction as what the rows
-- became: whoever goes on after a crash neither leaves a row out nor takes one in twice.
CREATE TABLE imports (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    existing TEXT NOT NULL CHECK (existing IN ('skip', 'change')),
    state TEXT NOT NULL CHECK (state IN ('checking', 'checked', 'waiting', 'running', 'stopped', 'done', 'cancelled',
        'failed', 'expired')),
    problem TEXT NOT NULL,
    columns TEXT NOT NULL,
    ignored TEXT NOT NULL,
    rows_total BIGINT NOT NULL,
    rows_done BIGINT NOT NULL,
    rows_added BIGINT NOT NULL,
    rows_changed BIGINT NOT NULL,
    rows_same BIGINT NOT NULL,
    rows_failed BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    started_at_ms BIGINT,
    ended_at_ms BIGINT,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX imports_user ON imports (user_id, created_at_ms);
CREATE INDEX imports_created ON imports (tenant_id, created_at_ms, id);
CREATE INDEX imports_state ON imports (state, expires_at_ms);

-- The rows that were not taken in, each with its reason; those that were are not kept.
CREATE TABLE import_failures (
    import_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    cells TEXT NOT NULL,
    field TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);
