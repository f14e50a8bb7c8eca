-- More wholes besides their parts (docs/decisions/0018): department -1 is all departments of a queue, agent -1 all
-- agents of a company. What is asked by the hour of many days reads one row instead of twenty, or of five hundred.
INSERT INTO call_hours
SELECT tenant_id, day, hour, queue_id, -1, inbound,
    SUM(calls), SUM(answered), SUM(called_again), SUM(talk_ms), SUM(hold_ms), SUM(queued_answered_5),
    SUM(queued_answered_10), SUM(queued_answered_15), SUM(queued_answered_20), SUM(queued_answered_25),
    SUM(queued_answered_30), SUM(queued_answered_more), SUM(queued_unanswered_5), SUM(queued_unanswered_10),
    SUM(queued_unanswered_15), SUM(queued_unanswered_20), SUM(queued_unanswered_25),
    SUM(queued_unanswered_30), SUM(queued_unanswered_more), SUM(rung_unanswered_5), SUM(rung_unanswered_10),
    SUM(rung_unanswered_15), SUM(rung_unanswered_20), SUM(rung_unanswered_25), SUM(rung_unanswered_30),
    SUM(rung_unanswered_more)
FROM call_hours GROUP BY tenant_id, day, hour, queue_id, inbound;

INSERT INTO agent_state_hours
SELECT tenant_id, day, hour, -1, -1,
    SUM(ready_ms), SUM(busy_ms), SUM(rest_ms), SUM(wrap_up_ms), SUM(talked_ms), SUM(talked_in_ready_ms),
    SUM(talked_in_busy_ms), SUM(talked_in_rest_ms), SUM(talked_in_wrap_up_ms)
FROM agent_state_hours GROUP BY tenant_id, day, hour;
