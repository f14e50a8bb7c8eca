-- A voicemail's sound is a recording, but no recording of a talk.
ALTER TABLE recordings ADD COLUMN voicemail BOOLEAN NOT NULL DEFAULT FALSE;

-- What happened in a call beside its legs: transfers, consultations, holds, keys, pauses of the recording …
CREATE TABLE call_marks (
    call_id BIGINT NOT NULL REFERENCES calls (id),
    mark BIGINT NOT NULL,
    tenant_id BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('transfer', 'consult', 'consult_ended', 'joined', 'left', 'supervision',
                                       'supervision_ended', 'hold', 'retrieve', 'survey', 'survey_answered', 'flow',
                                       'recording_paused', 'recording_resumed', 'voicemail', 'callback',
                                       'callback_tried', 'callback_ended', 'forwarded', 'connection_lost', 'resumed')),
    text TEXT NOT NULL,
    leg_id BIGINT,
    PRIMARY KEY (call_id, mark)
);

-- level is empty when the customer was asked and did not rate.
CREATE TABLE surveys (
    call_id BIGINT PRIMARY KEY REFERENCES calls (id),
    tenant_id BIGINT NOT NULL,
    agent_id BIGINT,
    queue_id BIGINT,
    asked_at_ms BIGINT NOT NULL,
    answered_at_ms BIGINT,
    level_key TEXT NOT NULL,
    level TEXT NOT NULL,
    reason_key TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX surveys_asked ON surveys (tenant_id, asked_at_ms);

-- The id is the recording's. A deleted message keeps its row: who took it away must be known.
CREATE TABLE voicemails (
    id BIGINT PRIMARY KEY,
    call_id BIGINT NOT NULL REFERENCES calls (id),
    tenant_id BIGINT NOT NULL,
    queue_id BIGINT,
    user_id BIGINT,
    number TEXT NOT NULL,
    left_at_ms BIGINT NOT NULL,
    listened_at_ms BIGINT,
    listened_by BIGINT,
    deleted_at_ms BIGINT,
    deleted_by BIGINT
);
CREATE INDEX voicemails_left ON voicemails (tenant_id, left_at_ms);
CREATE INDEX voicemails_call ON voicemails (call_id);

-- Open while ended_at_ms is empty; then its call has no record yet.
CREATE TABLE callbacks (
    call_id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    queue_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    called_number TEXT NOT NULL,
    asked_at_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    tried_at_ms BIGINT,
    last_result TEXT NOT NULL,
    agent_id BIGINT,
    ended_at_ms BIGINT,
    result TEXT NOT NULL
);
CREATE INDEX callbacks_asked ON callbacks (tenant_id, asked_at_ms);

-- Answered on a mobile because no seat took the call. The id is the mobile's leg.
CREATE TABLE forwarded_calls (
    id BIGINT PRIMARY KEY,
    call_id BIGINT NOT NULL REFERENCES calls (id),
    tenant_id BIGINT NOT NULL,
    queue_id BIGINT,
    agent_id BIGINT,
    mobile TEXT NOT NULL,
    number TEXT NOT NULL,
    answered_at_ms BIGINT NOT NULL,
    talk_ms BIGINT NOT NULL
);
CREATE INDEX forwarded_calls_answered ON forwarded_calls (tenant_id, answered_at_ms);

-- One row per ring at an agent that was not answered. The id is the leg's.
CREATE TABLE missed_calls (
    id BIGINT PRIMARY KEY,
    call_id BIGINT NOT NULL REFERENCES calls (id),
    tenant_id BIGINT NOT NULL,
    queue_id BIGINT,
    agent_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    called_number TEXT NOT NULL,
    ringing_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('no_answer', 'refused', 'busy', 'given_up')),
    handled_at_ms BIGINT,
    handled_by BIGINT
);
CREATE INDEX missed_calls_ringing ON missed_calls (tenant_id, ringing_at_ms);
CREATE INDEX missed_calls_agent ON missed_calls (agent_id, number);

-- A number whose calls nobody answered, to be handled once however often it called.
CREATE TABLE lost_cases (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    owner_id BIGINT,
    occupied_at_ms BIGINT,
    completed_at_ms BIGINT
);
CREATE INDEX lost_cases_number ON lost_cases (tenant_id, number, completed_at_ms);

-- One row per call from outside that ended without anybody answering.
CREATE TABLE lost_calls (
    call_id BIGINT PRIMARY KEY REFERENCES calls (id),
    tenant_id BIGINT NOT NULL,
    queue_id BIGINT,
    number TEXT NOT NULL,
    lost_at_ms BIGINT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES lost_cases (id)
);
CREATE INDEX lost_calls_lost ON lost_calls (tenant_id, lost_at_ms);
CREATE INDEX lost_calls_case ON lost_calls (case_id, lost_at_ms);

-- What was missed and lost before these lists existed.
INSERT INTO missed_calls (id, call_id, tenant_id, queue_id, agent_id, number, called_number, ringing_at_ms,
                          ended_at_ms, how)
SELECT call_legs.id, calls.id, calls.tenant_id, calls.queue_id, call_legs.user_id, calls.customer_number,
       calls.called_number, COALESCE(call_legs.ringing_at_ms, call_legs.started_at_ms), call_legs.ended_at_ms,
       call_legs.offer_outcome
FROM call_legs JOIN calls ON calls.id = call_legs.call_id
WHERE call_legs.user_id IS NOT NULL
  AND (call_legs.offer_outcome IN ('no_answer', 'refused')
       OR (call_legs.offer_outcome = 'busy' AND call_legs.ringing_at_ms IS NOT NULL));

INSERT INTO lost_cases (id, tenant_id, number, opened_at_ms)
SELECT MIN(id), tenant_id, customer_number, MIN(started_at_ms) FROM calls
WHERE direction = 'inbound' AND answered_at_ms IS NULL AND queue_id IS NOT NULL
GROUP BY tenant_id, customer_number;

INSERT INTO lost_calls (call_id, tenant_id, queue_id, number, lost_at_ms, case_id)
SELECT calls.id, calls.tenant_id, calls.queue_id, calls.customer_number, calls.ended_at_ms, lost_cases.id
FROM calls JOIN lost_cases ON lost_cases.tenant_id = calls.tenant_id AND lost_cases.number = calls.customer_number
WHERE calls.direction = 'inbound' AND calls.answered_at_ms IS NULL AND calls.queue_id IS NOT NULL;
