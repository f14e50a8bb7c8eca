-- Levels of past surveys are found by going from one to the next (office/reports/shape.cpp).
CREATE INDEX survey_days_level ON survey_days (tenant_id, level);

-- Reports that go out by e-mail by themselves. query: as in the report's address, without its days.
CREATE TABLE report_schedules (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    report TEXT NOT NULL,
    query TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('chinese', 'english')),
    every TEXT NOT NULL CHECK (every IN ('day', 'week', 'month')),
    hour BIGINT NOT NULL,
    recipients TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx')),
    active BOOLEAN NOT NULL,
    created_at_ms BIGINT NOT NULL,
    next_at_ms BIGINT NOT NULL,
    due_at_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    problem TEXT NOT NULL,
    last_sent_at_ms BIGINT
);
CREATE INDEX report_schedules_next ON report_schedules (active, next_at_ms);
CREATE INDEX report_schedules_of ON report_schedules (tenant_id, user_id);
