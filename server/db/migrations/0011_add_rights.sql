-- What a company's own roles may do, its departments, and who has left.
CREATE TABLE roles (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    base TEXT NOT NULL CHECK (base IN ('agent', 'leader', 'admin')),
    rights TEXT NOT NULL,
    data TEXT NOT NULL CHECK (data IN ('own', 'led', 'all')),
    UNIQUE (tenant_id, code)
);

CREATE TABLE departments (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_id BIGINT REFERENCES departments (id),
    UNIQUE (tenant_id, code)
);

CREATE TABLE department_managers (
    department_id BIGINT NOT NULL REFERENCES departments (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (department_id, user_id)
);

ALTER TABLE users ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN department_id BIGINT REFERENCES departments (id);
ALTER TABLE users ADD COLUMN role_id BIGINT REFERENCES roles (id);
ALTER TABLE users ADD COLUMN status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'left'));
ALTER TABLE users ADD COLUMN password_changed_at_ms BIGINT;
-- When the picture below DATA/avatars was put there; 0: there is none.
ALTER TABLE users ADD COLUMN avatar_at_ms BIGINT NOT NULL DEFAULT 0;

-- Who was in a queue or led it, and until when (R094); open while left_at_ms is empty.
CREATE TABLE queue_history (
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    part TEXT NOT NULL CHECK (part IN ('member', 'leader')),
    joined_at_ms BIGINT NOT NULL,
    left_at_ms BIGINT,
    PRIMARY KEY (queue_id, user_id, part, joined_at_ms)
);
CREATE INDEX queue_history_user ON queue_history (user_id, part);

INSERT INTO queue_history (queue_id, user_id, part, joined_at_ms)
SELECT queue_id, user_id, 'member', 0 FROM queue_members;
INSERT INTO queue_history (queue_id, user_id, part, joined_at_ms)
SELECT queue_id, user_id, 'leader', 0 FROM queue_leaders;
