-- Thresholds that a company sets to figures of the moment and of the day, and how it is told.
CREATE TABLE alarm_rules (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    figure TEXT NOT NULL CHECK (figure IN ('waiting', 'longest_wait', 'service_level', 'abandoned', 'ready', 'abnormal')),
    queue TEXT NOT NULL,
    compare TEXT NOT NULL CHECK (compare IN ('above', 'below')),
    threshold DOUBLE PRECISION NOT NULL,
    for_s BIGINT NOT NULL,
    sound BOOLEAN NOT NULL,
    mail_to TEXT NOT NULL,
    webhook TEXT NOT NULL,
    webhook_secret TEXT NOT NULL,
    active BOOLEAN NOT NULL
);
CREATE INDEX alarm_rules_tenant ON alarm_rules (tenant_id);

-- What rose and fell: as the rule was then. Without cleared_at_ms it lasts.
CREATE TABLE alarm_events (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    rule_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    figure TEXT NOT NULL,
    queue TEXT NOT NULL,
    compare TEXT NOT NULL,
    threshold DOUBLE PRECISION NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    raised_at_ms BIGINT NOT NULL,
    cleared_at_ms BIGINT,
    mail TEXT NOT NULL CHECK (mail IN ('none', 'waiting', 'sent', 'failed')),
    mail_problem TEXT NOT NULL,
    webhook TEXT NOT NULL CHECK (webhook IN ('none', 'waiting', 'sent', 'failed')),
    webhook_problem TEXT NOT NULL
);
CREATE INDEX alarm_events_raised ON alarm_events (tenant_id, raised_at_ms, id);
CREATE INDEX alarm_events_open ON alarm_events (rule_id) WHERE cleared_at_ms IS NULL;
