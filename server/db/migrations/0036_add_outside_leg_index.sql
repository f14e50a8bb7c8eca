-- Whose telephones outside had a part in calls: forgetting a person looks for them by number, among millions of legs of
-- ours.
CREATE INDEX call_legs_outside ON call_legs (tenant_id, number) WHERE user_id IS NULL;
