-- Whose calls they are is read from the index that finds them: of a leader's page four calls in five are not his, and
-- none of those is looked at itself.
DROP INDEX calls_started;
DROP INDEX calls_customer;
DROP INDEX calls_queue;
DROP INDEX calls_queue_result;
DROP INDEX calls_direction;
DROP INDEX calls_result;
DROP INDEX calls_talk;
CREATE INDEX calls_started ON calls (tenant_id, started_at_ms, id, queue_id, agent_id, dialled_by);
CREATE INDEX calls_customer ON calls (tenant_id, customer_number, started_at_ms, id, queue_id, agent_id, dialled_by);
CREATE INDEX calls_queue ON calls (tenant_id, queue_id, started_at_ms, id, agent_id, dialled_by);
CREATE INDEX calls_queue_result ON calls (tenant_id, queue_id, result, started_at_ms, id, agent_id, dialled_by);
CREATE INDEX calls_direction ON calls (tenant_id, direction, started_at_ms, id, queue_id, agent_id, dialled_by);
CREATE INDEX calls_result ON calls (tenant_id, result, started_at_ms, id, queue_id, agent_id, dialled_by);
CREATE INDEX calls_talk ON calls (tenant_id, talk_ms, started_at_ms, id, queue_id, agent_id, dialled_by);

DROP INDEX missed_calls_ringing;
DROP INDEX surveys_asked;
DROP INDEX lost_calls_lost;
DROP INDEX lost_calls_case;
CREATE INDEX missed_calls_ringing ON missed_calls (tenant_id, ringing_at_ms, id, queue_id, agent_id);
CREATE INDEX surveys_asked ON surveys (tenant_id, asked_at_ms, call_id, queue_id, agent_id);
CREATE INDEX lost_calls_lost ON lost_calls (tenant_id, lost_at_ms, call_id, queue_id, case_id);
CREATE INDEX lost_calls_case ON lost_calls (case_id, lost_at_ms, call_id);
-- Of a year's cases few are open, and they are what people look for.
CREATE INDEX lost_cases_open ON lost_cases (id) WHERE completed_at_ms IS NULL;
