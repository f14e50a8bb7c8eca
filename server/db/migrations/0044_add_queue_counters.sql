-- When the counters of a queue began anew, and what it had done until then (R245, U28). A queue without a row counts
-- since it was made.
CREATE TABLE queue_counters (
    queue_id BIGINT NOT NULL PRIMARY KEY REFERENCES queues (id),
    from_ms BIGINT NOT NULL,
    visits_before BIGINT NOT NULL,
    answered_before BIGINT NOT NULL
);
