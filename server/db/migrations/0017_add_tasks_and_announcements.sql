-- Plans and memos (R208, R209, U25): one object, which reminds its author and whoever takes part once, at its time.
CREATE TABLE tasks (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'memo')),
    content TEXT NOT NULL,
    related TEXT NOT NULL,
    due_at_ms BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    reminded_at_ms BIGINT,
    completed_at_ms BIGINT,
    completed_by BIGINT
);
CREATE INDEX tasks_user ON tasks (user_id, due_at_ms);
CREATE INDEX tasks_due ON tasks (reminded_at_ms, due_at_ms);
CREATE TABLE task_people (
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    user_id BIGINT NOT NULL,
    PRIMARY KEY (task_id, user_id)
);
CREATE INDEX task_people_user ON task_people (user_id);

-- Announcements (R207); without departments they are for everybody.
CREATE TABLE announcements (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX announcements_created ON announcements (tenant_id, created_at_ms);
CREATE TABLE announcement_departments (
    announcement_id BIGINT NOT NULL REFERENCES announcements (id),
    department_id BIGINT NOT NULL REFERENCES departments (id),
    PRIMARY KEY (announcement_id, department_id)
);

-- What the system told somebody (R211).
CREATE TABLE system_messages (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reminder', 'announcement')),
    text TEXT NOT NULL,
    about_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    read_at_ms BIGINT
);
CREATE INDEX system_messages_user ON system_messages (user_id, created_at_ms);
