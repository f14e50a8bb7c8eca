-- The telephone side of the CRM. A service record says what a call was about (联络历史, R076, R168): its words are the
-- company's, its state and priority closed lists.
ALTER TABLE service_records ADD COLUMN kind TEXT NOT NULL DEFAULT '';      -- 业务类型
ALTER TABLE service_records ADD COLUMN concerns TEXT NOT NULL DEFAULT '';  -- 报障系统
ALTER TABLE service_records ADD COLUMN state TEXT NOT NULL DEFAULT 'none'; -- none, open, following, solved
ALTER TABLE service_records ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';  -- low, normal, high, urgent
ALTER TABLE service_records ADD COLUMN updated_at_ms BIGINT;
ALTER TABLE service_records ADD COLUMN updated_by BIGINT;
CREATE INDEX service_records_tenant ON service_records (tenant_id, created_at_ms, id);

-- A plan may be about a customer, lead or contact (回访计划, R075, R131).
ALTER TABLE tasks ADD COLUMN customer_id BIGINT;
CREATE INDEX tasks_customer ON tasks (customer_id, due_at_ms);

-- A follow-up as it was written: what its template was called, its fields as one text, and when a later one met the
-- date on which the customer wanted to be asked again.
ALTER TABLE follow_ups ADD COLUMN template_name TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_ups ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_ups ADD COLUMN met_at_ms BIGINT;
DROP INDEX follow_ups_next;
CREATE INDEX follow_ups_open ON follow_ups (user_id, met_at_ms, next_at_ms);

-- What somebody has typed and not saved yet, kept for the person alone: it outlives a reload and a browser.
CREATE TABLE form_drafts (
    user_id BIGINT NOT NULL,
    about TEXT NOT NULL,
    document TEXT NOT NULL,
    saved_at_ms BIGINT NOT NULL,
    PRIMARY KEY (user_id, about)
);
CREATE INDEX form_drafts_saved ON form_drafts (saved_at_ms);
