-- Who had a part in a call, each once, with when it began: one's own calls, and those of an agent, are walked in the
-- order that lists are shown in.
CREATE TABLE call_people (
    call_id BIGINT NOT NULL REFERENCES calls (id),
    user_id BIGINT NOT NULL,
    started_at_ms BIGINT NOT NULL,
    PRIMARY KEY (call_id, user_id)
);
INSERT INTO call_people (call_id, user_id, started_at_ms)
SELECT DISTINCT calls.id, call_legs.user_id, calls.started_at_ms
FROM call_legs JOIN calls ON calls.id = call_legs.call_id
WHERE call_legs.user_id IS NOT NULL;
CREATE INDEX call_people_user ON call_people (user_id, started_at_ms, call_id);

-- What lists are narrowed by, each index holding all that counting looks at.
DROP INDEX calls_customer;
CREATE INDEX calls_customer ON calls (tenant_id, customer_number, started_at_ms, id);
CREATE INDEX calls_queue_result ON calls (tenant_id, queue_id, result, started_at_ms, id);
CREATE INDEX calls_talk ON calls (tenant_id, talk_ms, started_at_ms, id);
CREATE INDEX recordings_duration ON recordings (tenant_id, duration_ms, call_id);
CREATE INDEX surveys_level ON surveys (tenant_id, level, call_id);
