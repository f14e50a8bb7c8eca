-- Whoever gave up waiting is called back by itself, where the queue wants that (B02).
ALTER TABLE queues ADD COLUMN callback_lost BOOLEAN NOT NULL DEFAULT FALSE;
