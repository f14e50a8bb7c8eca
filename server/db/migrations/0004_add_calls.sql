-- What the writer has been told and no finished record covers yet: batches of events as JSON lines.
-- After a crash, the calls in it are ended as us: process_lost.
CREATE TABLE call_journal (
    id BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    events TEXT NOT NULL
);

-- One row: when this process started and when it was last seen alive.
CREATE TABLE process_life (
    id BIGINT PRIMARY KEY,
    started_at_ms BIGINT NOT NULL,
    alive_at_ms BIGINT NOT NULL
);

CREATE TABLE calls (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('inbound', 'manual_outbound', 'auto_outbound', 'internal')),
    customer_number TEXT NOT NULL,
    called_number TEXT NOT NULL,
    trunk TEXT NOT NULL,
    queue_id BIGINT,
    agent_id BIGINT,
    started_at_ms BIGINT NOT NULL,
    ringing_at_ms BIGINT,
    answered_at_ms BIGINT,
    ended_at_ms BIGINT NOT NULL,
    ring_ms BIGINT NOT NULL,
    wait_ms BIGINT NOT NULL,
    talk_ms BIGINT NOT NULL,
    hold_ms BIGINT NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('answered', 'no_answer', 'busy', 'refused', 'abandoned', 'voicemail', 'failed')),
    ending_side TEXT NOT NULL CHECK (ending_side IN ('completed', 'caller', 'agent', 'us', 'carrier', 'unknown')),
    ending_reason TEXT NOT NULL
);
CREATE INDEX calls_started ON calls (tenant_id, started_at_ms, id);
CREATE INDEX calls_agent ON calls (tenant_id, agent_id, started_at_ms);
CREATE INDEX calls_queue ON calls (tenant_id, queue_id, started_at_ms);
CREATE INDEX calls_customer ON calls (tenant_id, customer_number, started_at_ms);

-- Each device or trunk that took part, each ring attempt among them.
CREATE TABLE call_legs (
    id BIGINT PRIMARY KEY,
    call_id BIGINT NOT NULL REFERENCES calls (id),
    tenant_id BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('customer', 'agent', 'other')),
    user_id BIGINT,
    number TEXT NOT NULL,
    started_at_ms BIGINT NOT NULL,
    ringing_at_ms BIGINT,
    answered_at_ms BIGINT,
    ended_at_ms BIGINT NOT NULL,
    offer_outcome TEXT CHECK (offer_outcome IN ('accepted', 'no_answer', 'refused', 'busy', 'unreachable', 'withdrawn')),
    ending_side TEXT NOT NULL CHECK (ending_side IN ('completed', 'caller', 'agent', 'us', 'carrier', 'unknown')),
    ending_reason TEXT NOT NULL,
    sip_status BIGINT NOT NULL,
    codec TEXT NOT NULL,
    packets_received BIGINT NOT NULL,
    packets_lost BIGINT NOT NULL,
    jitter_ms DOUBLE PRECISION NOT NULL,
    peer_loss_percent DOUBLE PRECISION NOT NULL,
    peer_jitter_ms DOUBLE PRECISION NOT NULL,
    round_trip_ms DOUBLE PRECISION NOT NULL,
    one_way BOOLEAN NOT NULL,
    mos DOUBLE PRECISION NOT NULL
);
CREATE INDEX call_legs_call ON call_legs (call_id);

CREATE TABLE queue_visits (
    call_id BIGINT NOT NULL REFERENCES calls (id),
    visit BIGINT NOT NULL,
    tenant_id BIGINT NOT NULL,
    queue_id BIGINT NOT NULL,
    entered_at_ms BIGINT NOT NULL,
    left_at_ms BIGINT NOT NULL,
    queue_exit TEXT NOT NULL CHECK (queue_exit IN ('connected', 'abandoned', 'timed_out', 'left_empty', 'refused', 'moved', 'process_lost')),
    agent_id BIGINT,
    PRIMARY KEY (call_id, visit)
);
CREATE INDEX queue_visits_queue ON queue_visits (tenant_id, queue_id, entered_at_ms);

CREATE TABLE recordings (
    id BIGINT PRIMARY KEY,
    call_id BIGINT NOT NULL REFERENCES calls (id),
    tenant_id BIGINT NOT NULL,
    path TEXT NOT NULL,
    started_at_ms BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    failure TEXT NOT NULL
);
CREATE INDEX recordings_call ON recordings (call_id);
CREATE INDEX recordings_started ON recordings (tenant_id, started_at_ms, id);

-- One row per stretch of time in one state; the current one has no end.
CREATE TABLE agent_states (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('offline', 'busy', 'ready', 'rest', 'wrap_up')),
    reason TEXT NOT NULL,
    began_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);
CREATE INDEX agent_states_user ON agent_states (user_id, began_at_ms);
CREATE INDEX agent_states_open ON agent_states (ended_at_ms);
