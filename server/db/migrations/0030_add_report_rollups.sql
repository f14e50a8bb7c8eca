-- What reports are made of: sums kept by the writer as calls end, and rebuilt from the facts at any time
-- (docs/decisions/0018). A call belongs to the local day and hour in which it began, in every table.

-- Facts that a rebuild must not have to guess.
ALTER TABLE calls ADD COLUMN called_again_at_ms BIGINT;
ALTER TABLE calls ADD COLUMN department_id BIGINT;
ALTER TABLE calls ADD COLUMN dialled_by BIGINT;
ALTER TABLE call_legs ADD COLUMN queue_id BIGINT;
ALTER TABLE call_legs ADD COLUMN department_id BIGINT;
ALTER TABLE call_legs ADD COLUMN distributed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE call_legs ADD COLUMN talk_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE agent_states ADD COLUMN department_id BIGINT;
ALTER TABLE agent_states ADD COLUMN queue_id BIGINT;
ALTER TABLE surveys ADD COLUMN department_id BIGINT;

UPDATE call_legs SET department_id = (SELECT department_id FROM users WHERE users.id = call_legs.user_id)
WHERE user_id IS NOT NULL;
UPDATE agent_states SET department_id = (SELECT department_id FROM users WHERE users.id = agent_states.user_id);
UPDATE surveys SET department_id = (SELECT department_id FROM users WHERE users.id = surveys.agent_id)
WHERE agent_id IS NOT NULL;
UPDATE call_legs SET distributed = TRUE
WHERE user_id IS NOT NULL AND role = 'agent'
  AND EXISTS (SELECT 1 FROM calls WHERE calls.id = call_legs.call_id AND calls.direction = 'inbound')
  AND (EXISTS (SELECT 1 FROM missed_calls WHERE missed_calls.id = call_legs.id) OR answered_at_ms IS NOT NULL);
UPDATE call_legs SET queue_id = COALESCE(
    (SELECT queue_id FROM missed_calls WHERE missed_calls.id = call_legs.id),
    (SELECT MAX(queue_id) FROM queue_visits WHERE queue_visits.call_id = call_legs.call_id
         AND queue_visits.agent_id = call_legs.user_id AND call_legs.answered_at_ms IS NOT NULL))
WHERE user_id IS NOT NULL AND role = 'agent';
UPDATE call_legs SET talk_ms = ended_at_ms -
    CASE WHEN answered_at_ms < (SELECT answered_at_ms FROM calls WHERE calls.id = call_legs.call_id)
         THEN (SELECT answered_at_ms FROM calls WHERE calls.id = call_legs.call_id) ELSE answered_at_ms END
WHERE user_id IS NOT NULL AND role = 'agent' AND answered_at_ms IS NOT NULL
  AND EXISTS (SELECT 1 FROM calls WHERE calls.id = call_legs.call_id AND calls.answered_at_ms < call_legs.ended_at_ms);
UPDATE calls SET dialled_by = (SELECT user_id FROM call_legs WHERE call_legs.call_id = calls.id AND role = 'agent'
                               AND user_id IS NOT NULL ORDER BY id LIMIT 1)
WHERE direction = 'manual_outbound';
UPDATE calls SET dialled_by = (SELECT user_id FROM call_legs WHERE call_legs.call_id = calls.id AND role = 'agent'
                               AND user_id IS NOT NULL AND answered_at_ms IS NOT NULL ORDER BY id LIMIT 1)
WHERE direction = 'auto_outbound'
  AND EXISTS (SELECT 1 FROM call_legs WHERE call_legs.call_id = calls.id AND role = 'customer');
UPDATE calls SET department_id = (SELECT department_id FROM call_legs WHERE call_legs.call_id = calls.id
                                  AND user_id = COALESCE(calls.agent_id, calls.dialled_by) ORDER BY id DESC LIMIT 1)
WHERE direction <> 'internal' AND COALESCE(agent_id, dialled_by) IS NOT NULL;
UPDATE calls SET department_id = (SELECT department_id FROM call_legs WHERE call_legs.call_id = calls.id
                                  AND distributed = TRUE ORDER BY started_at_ms DESC, id DESC LIMIT 1)
WHERE direction = 'inbound' AND agent_id IS NULL;
UPDATE calls SET called_again_at_ms =
    (SELECT MIN(later.started_at_ms) FROM calls AS later WHERE later.tenant_id = calls.tenant_id
         AND later.customer_number = calls.customer_number AND later.direction = 'inbound'
         AND later.started_at_ms >= calls.ended_at_ms AND later.started_at_ms <= calls.ended_at_ms + 604800000
         AND later.id <> calls.id)
WHERE direction = 'inbound' AND result = 'answered' AND customer_number <> '';

-- Whom a call that comes in calls again: those that nobody has called again yet are few.
CREATE INDEX calls_called_again ON calls (tenant_id, customer_number, called_again_at_ms)
WHERE direction = 'inbound' AND result = 'answered';

-- A call that began before a day may talk in it: the long ones are few.
CREATE INDEX calls_long ON calls (tenant_id, started_at_ms) WHERE ended_at_ms - started_at_ms > 3600000;

-- Where local days begin and end.
ALTER TABLE tenants ADD COLUMN zone TEXT NOT NULL DEFAULT 'Asia/Shanghai';

-- day: 20261121, local. 0 stands where there is no queue, agent or department.

-- One agent, one day, one queue: what was distributed to them, and what they called.
CREATE TABLE agent_days (
    tenant_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    agent_id BIGINT NOT NULL,
    department_id BIGINT NOT NULL,
    queue_id BIGINT NOT NULL,
    inbound BIGINT NOT NULL,
    inbound_answered BIGINT NOT NULL,
    inbound_talk_ms BIGINT NOT NULL,
    inbound_ring_ms BIGINT NOT NULL,
    outbound BIGINT NOT NULL,
    outbound_connected BIGINT NOT NULL,
    outbound_talk_ms BIGINT NOT NULL,
    outbound_call_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, agent_id, department_id, queue_id)
);

-- One agent, one hour: time in each state, and talk, both cut at hours. talked_ms is talk of any call; talked_in_… says
-- during which state it was, so that idle = ready - talked_in_ready.
CREATE TABLE agent_state_hours (
    tenant_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    agent_id BIGINT NOT NULL,
    department_id BIGINT NOT NULL,
    ready_ms BIGINT NOT NULL,
    busy_ms BIGINT NOT NULL,
    rest_ms BIGINT NOT NULL,
    wrap_up_ms BIGINT NOT NULL,
    talked_ms BIGINT NOT NULL,
    talked_in_ready_ms BIGINT NOT NULL,
    talked_in_busy_ms BIGINT NOT NULL,
    talked_in_rest_ms BIGINT NOT NULL,
    talked_in_wrap_up_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, hour, agent_id, department_id)
);

-- One department, one day, one queue: each call that was distributed to any of its people counts once.
CREATE TABLE department_days (
    tenant_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    department_id BIGINT NOT NULL,
    queue_id BIGINT NOT NULL,
    inbound BIGINT NOT NULL,
    inbound_answered BIGINT NOT NULL,
    inbound_talk_ms BIGINT NOT NULL,
    answered_ring_ms BIGINT NOT NULL,
    unanswered_ring_ms BIGINT NOT NULL,
    answered_ring_5 BIGINT NOT NULL,
    answered_ring_10 BIGINT NOT NULL,
    answered_ring_15 BIGINT NOT NULL,
    answered_ring_20 BIGINT NOT NULL,
    answered_ring_25 BIGINT NOT NULL,
    answered_ring_30 BIGINT NOT NULL,
    answered_ring_more BIGINT NOT NULL,
    outbound BIGINT NOT NULL,
    outbound_connected BIGINT NOT NULL,
    outbound_talk_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, department_id, queue_id)
);

-- One queue (0: none), one hour, one direction, the call's department: each call counts once.
CREATE TABLE call_hours (
    tenant_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    queue_id BIGINT NOT NULL,
    department_id BIGINT NOT NULL,
    inbound BOOLEAN NOT NULL,
    calls BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    called_again BIGINT NOT NULL,
    talk_ms BIGINT NOT NULL,
    hold_ms BIGINT NOT NULL,
    queued_answered_5 BIGINT NOT NULL,
    queued_answered_10 BIGINT NOT NULL,
    queued_answered_15 BIGINT NOT NULL,
    queued_answered_20 BIGINT NOT NULL,
    queued_answered_25 BIGINT NOT NULL,
    queued_answered_30 BIGINT NOT NULL,
    queued_answered_more BIGINT NOT NULL,
    queued_unanswered_5 BIGINT NOT NULL,
    queued_unanswered_10 BIGINT NOT NULL,
    queued_unanswered_15 BIGINT NOT NULL,
    queued_unanswered_20 BIGINT NOT NULL,
    queued_unanswered_25 BIGINT NOT NULL,
    queued_unanswered_30 BIGINT NOT NULL,
    queued_unanswered_more BIGINT NOT NULL,
    rung_unanswered_5 BIGINT NOT NULL,
    rung_unanswered_10 BIGINT NOT NULL,
    rung_unanswered_15 BIGINT NOT NULL,
    rung_unanswered_20 BIGINT NOT NULL,
    rung_unanswered_25 BIGINT NOT NULL,
    rung_unanswered_30 BIGINT NOT NULL,
    rung_unanswered_more BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, hour, queue_id, department_id, inbound)
);

-- One queue, one hour: each visit of a call to it counts once (service level, speed of answer).
CREATE TABLE queue_hours (
    tenant_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    queue_id BIGINT NOT NULL,
    visits BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    abandoned BIGINT NOT NULL,
    answered_wait_ms BIGINT NOT NULL,
    abandoned_wait_ms BIGINT NOT NULL,
    talk_ms BIGINT NOT NULL,
    wrap_up_ms BIGINT NOT NULL,
    answered_in_5 BIGINT NOT NULL,
    answered_in_10 BIGINT NOT NULL,
    answered_in_15 BIGINT NOT NULL,
    answered_in_20 BIGINT NOT NULL,
    answered_in_25 BIGINT NOT NULL,
    answered_in_30 BIGINT NOT NULL,
    answered_in_45 BIGINT NOT NULL,
    answered_in_60 BIGINT NOT NULL,
    answered_in_90 BIGINT NOT NULL,
    answered_in_120 BIGINT NOT NULL,
    abandoned_in_5 BIGINT NOT NULL,
    abandoned_in_10 BIGINT NOT NULL,
    abandoned_in_15 BIGINT NOT NULL,
    abandoned_in_20 BIGINT NOT NULL,
    abandoned_in_25 BIGINT NOT NULL,
    abandoned_in_30 BIGINT NOT NULL,
    abandoned_in_45 BIGINT NOT NULL,
    abandoned_in_60 BIGINT NOT NULL,
    abandoned_in_90 BIGINT NOT NULL,
    abandoned_in_120 BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, hour, queue_id)
);

-- One agent, one day, one queue: surveys by level; '' is a customer who was asked and did not rate.
CREATE TABLE survey_days (
    tenant_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    agent_id BIGINT NOT NULL,
    department_id BIGINT NOT NULL,
    queue_id BIGINT NOT NULL,
    level TEXT NOT NULL,
    surveys BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, agent_id, department_id, queue_id, level)
);

-- One number that was called: by day (20261121) and by month (20261100), so that a month is read without adding days.
CREATE TABLE dialled_numbers (
    tenant_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    number TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    not_rung BIGINT NOT NULL,
    rung_short BIGINT NOT NULL,
    rung_long BIGINT NOT NULL,
    talked_short BIGINT NOT NULL,
    talked_long BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, period, number)
);
CREATE INDEX dialled_numbers_most ON dialled_numbers (tenant_id, period, attempts);

-- How far the sums of a company are: made in this zone for all its days, or still being made (next_day). Days before
-- facts_from_day have lost facts by deletion: their sums stand as they are.
CREATE TABLE rollup_builds (
    tenant_id BIGINT PRIMARY KEY,
    zone TEXT NOT NULL,
    next_day BIGINT,
    facts_from_day BIGINT NOT NULL
);
