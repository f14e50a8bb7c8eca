-- R044: whether an agent's calls with customers are recorded where their queue says so, always, or never.
ALTER TABLE users ADD COLUMN record_calls TEXT NOT NULL DEFAULT 'as_queue'
    CHECK (record_calls IN ('as_queue', 'always', 'never'));
