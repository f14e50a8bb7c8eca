-- The line that an attempt went out over, or that the call came in by; empty: a device of ours.
ALTER TABLE call_legs ADD COLUMN trunk TEXT NOT NULL DEFAULT '';
