-- A row of the whole besides its parts (docs/decisions/0018): hour -1 is the whole day, number '' all numbers that were
-- called. What is not asked by the hour reads one row instead of fourteen.
INSERT INTO agent_state_hours
SELECT tenant_id, day, -1, agent_id, department_id,
    SUM(ready_ms), SUM(busy_ms), SUM(rest_ms), SUM(wrap_up_ms), SUM(talked_ms), SUM(talked_in_ready_ms),
    SUM(talked_in_busy_ms), SUM(talked_in_rest_ms), SUM(talked_in_wrap_up_ms)
FROM agent_state_hours GROUP BY tenant_id, day, agent_id, department_id;

INSERT INTO call_hours
SELECT tenant_id, day, -1, queue_id, department_id, inbound,
    SUM(calls), SUM(answered), SUM(called_again), SUM(talk_ms), SUM(hold_ms), SUM(queued_answered_5),
    SUM(queued_answered_10), SUM(queued_answered_15), SUM(queued_answered_20), SUM(queued_answered_25),
    SUM(queued_answered_30), SUM(queued_answered_more), SUM(queued_unanswered_5), SUM(queued_unanswered_10),
    SUM(queued_unanswered_15), SUM(queued_unanswered_20), SUM(queued_unanswered_25),
    SUM(queued_unanswered_30), SUM(queued_unanswered_more), SUM(rung_unanswered_5), SUM(rung_unanswered_10),
    SUM(rung_unanswered_15), SUM(rung_unanswered_20), SUM(rung_unanswered_25), SUM(rung_unanswered_30),
    SUM(rung_unanswered_more)
FROM call_hours GROUP BY tenant_id, day, queue_id, department_id, inbound;

INSERT INTO queue_hours
SELECT tenant_id, day, -1, queue_id,
    SUM(visits), SUM(answered), SUM(abandoned), SUM(answered_wait_ms), SUM(abandoned_wait_ms), SUM(talk_ms),
    SUM(wrap_up_ms), SUM(answered_in_5), SUM(answered_in_10), SUM(answered_in_15), SUM(answered_in_20),
    SUM(answered_in_25), SUM(answered_in_30), SUM(answered_in_45), SUM(answered_in_60), SUM(answered_in_90),
    SUM(answered_in_120), SUM(abandoned_in_5), SUM(abandoned_in_10), SUM(abandoned_in_15),
    SUM(abandoned_in_20), SUM(abandoned_in_25), SUM(abandoned_in_30), SUM(abandoned_in_45),
    SUM(abandoned_in_60), SUM(abandoned_in_90), SUM(abandoned_in_120)
FROM queue_hours GROUP BY tenant_id, day, queue_id;

INSERT INTO dialled_numbers
SELECT tenant_id, day, '',
    SUM(attempts), SUM(not_rung), SUM(rung_short), SUM(rung_long), SUM(talked_short), SUM(talked_long)
FROM dialled_numbers GROUP BY tenant_id, day;

-- A page of the numbers that were called most is read from it as it stands.
DROP INDEX dialled_numbers_most;
CREATE INDEX dialled_numbers_most ON dialled_numbers (tenant_id, day, attempts DESC, number);
