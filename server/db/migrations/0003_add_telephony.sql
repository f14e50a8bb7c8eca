CREATE TABLE trunks (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('peer', 'register')),
    address TEXT NOT NULL,
    transport TEXT NOT NULL CHECK (transport IN ('udp', 'tcp', 'tls')),
    username TEXT NOT NULL,
    password TEXT NOT NULL,
    srtp BOOLEAN NOT NULL,
    max_calls BIGINT NOT NULL,
    UNIQUE (tenant_id, name)
);

CREATE TABLE queues (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy IN ('ring_all', 'longest_idle', 'round_robin', 'fewest_calls',
                                               'least_talk', 'random', 'linear', 'skills')),
    ring_timeout_s BIGINT NOT NULL,
    max_wait_s BIGINT NOT NULL,
    on_timeout TEXT NOT NULL,
    record BOOLEAN NOT NULL,
    answer_on TEXT NOT NULL CHECK (answer_on IN ('entry', 'agent')),
    join_when_empty BOOLEAN NOT NULL,
    leave_when_empty BOOLEAN NOT NULL,
    max_waiting BIGINT NOT NULL,
    greeting TEXT NOT NULL,
    music TEXT NOT NULL,
    UNIQUE (tenant_id, number)
);

CREATE TABLE queue_members (
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    place BIGINT NOT NULL,
    penalty BIGINT NOT NULL,
    skill_level BIGINT NOT NULL,
    PRIMARY KEY (queue_id, user_id)
);

CREATE TABLE queue_leaders (
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (queue_id, user_id)
);

CREATE TABLE inbound_routes (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    place BIGINT NOT NULL,
    did TEXT NOT NULL,
    trunk_id BIGINT REFERENCES trunks (id),
    destination TEXT NOT NULL
);

CREATE TABLE outbound_rules (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    place BIGINT NOT NULL,
    pattern TEXT NOT NULL,
    trunk_id BIGINT NOT NULL REFERENCES trunks (id),
    strip BIGINT NOT NULL,
    prepend TEXT NOT NULL,
    caller_id TEXT NOT NULL
);
