-- A list of recordings walks their calls: of each it looks at no more than this.
DROP INDEX recordings_call;
CREATE INDEX recordings_call ON recordings (call_id, voicemail, started_at_ms, duration_ms, id);
