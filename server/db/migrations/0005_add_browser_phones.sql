-- R033: a person behind a network that only a relay gets through.
ALTER TABLE users ADD COLUMN network_proxy BOOLEAN NOT NULL DEFAULT FALSE;

-- Why a call came into the queue; 'connection_lost': its agent's browser was lost in mid-call and stayed away.
ALTER TABLE queue_visits ADD COLUMN entered_reason TEXT NOT NULL DEFAULT '';
