-- Work orders (工单, R170–R176): what an agent could not solve himself, handed to people who can.

-- What a company has set up: one document. Handler groups are rows, because whose order it is depends on them.
CREATE TABLE work_order_settings (
    tenant_id BIGINT PRIMARY KEY,
    document TEXT NOT NULL
);
CREATE TABLE work_order_groups (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    deleted_at_ms BIGINT
);
CREATE INDEX work_order_groups_tenant ON work_order_groups (tenant_id, position);
CREATE TABLE work_order_group_people (
    group_id BIGINT NOT NULL REFERENCES work_order_groups (id),
    user_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX work_order_group_people_user ON work_order_group_people (user_id);

-- The last serial number of a company's month (202611): a deleted draft's number comes to no other order.
CREATE TABLE work_order_serials (
    tenant_id BIGINT NOT NULL,
    month BIGINT NOT NULL,
    last_serial BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month)
);

CREATE TABLE work_orders (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    order_number TEXT NOT NULL,  -- 202611-00042
    state TEXT NOT NULL CHECK (state IN ('draft', 'handling', 'finished', 'closed')),
    step BIGINT NOT NULL,        -- 第1步
    transfers BIGINT NOT NULL,   -- 转办
    version BIGINT NOT NULL,     -- rises with every act that changes the state or whose it is
    kind TEXT NOT NULL,
    concerns TEXT NOT NULL,
    description TEXT NOT NULL,
    priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    customer_id BIGINT,
    number TEXT NOT NULL,        -- of the call it came from
    call_id BIGINT,
    service_id BIGINT,
    author_id BIGINT NOT NULL,
    token TEXT NOT NULL,         -- the page's own word for it: a second click makes no second order
    handlers TEXT NOT NULL,      -- whose it is now, for lists; work_order_people is what counts
    group_names TEXT NOT NULL,
    urges BIGINT NOT NULL,
    urged_at_ms BIGINT,          -- since it is whose it is now
    created_at_ms BIGINT NOT NULL,
    sent_at_ms BIGINT,
    due_at_ms BIGINT,
    finished_at_ms BIGINT,
    closed_at_ms BIGINT,
    updated_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX work_orders_number ON work_orders (tenant_id, order_number);
CREATE UNIQUE INDEX work_orders_token ON work_orders (author_id, token);
CREATE UNIQUE INDEX work_orders_service ON work_orders (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX work_orders_created ON work_orders (tenant_id, created_at_ms, id);
CREATE INDEX work_orders_author ON work_orders (author_id, state);
CREATE INDEX work_orders_customer ON work_orders (customer_id, created_at_ms);
CREATE INDEX work_orders_phone ON work_orders (tenant_id, number);
CREATE INDEX work_orders_closed ON work_orders (tenant_id, closed_at_ms);

-- Everybody who has or had something to do with an order; `holds`: it is his to handle now.
CREATE TABLE work_order_people (
    order_id BIGINT NOT NULL REFERENCES work_orders (id),
    user_id BIGINT NOT NULL,
    group_id BIGINT,
    holds BOOLEAN NOT NULL,
    PRIMARY KEY (order_id, user_id)
);
CREATE INDEX work_order_people_user ON work_order_people (user_id, order_id);
CREATE INDEX work_order_people_group ON work_order_people (group_id, order_id);

-- What was done with it, by whom, and what it was before and became.
CREATE TABLE work_order_steps (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES work_orders (id),
    version BIGINT,              -- that the act was done to; none: it left the state as it was
    step BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    from_people TEXT NOT NULL,
    to_people TEXT NOT NULL,
    remark TEXT NOT NULL
);
CREATE INDEX work_order_steps_order ON work_order_steps (order_id, id);

-- People are told what becomes of orders (`work_order`), and old ones are deleted on purpose (`work_orders`). A list of
-- words inside a CHECK only changes with its table.
CREATE TABLE system_messages_with_orders (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reminder', 'announcement', 'alert', 'export', 'pool', 'work_order')),
    text TEXT NOT NULL,
    about_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    read_at_ms BIGINT
);
INSERT INTO system_messages_with_orders (id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms)
    SELECT id, tenant_id, user_id, kind, text, about_id, created_at_ms, read_at_ms FROM system_messages;
DROP TABLE system_messages;
ALTER TABLE system_messages_with_orders RENAME TO system_messages;
CREATE INDEX system_messages_user ON system_messages (user_id, created_at_ms);
CREATE INDEX system_messages_created ON system_messages (tenant_id, created_at_ms);

CREATE TABLE data_deletions_with_orders (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('call_records', 'recordings', 'voicemails', 'texts', 'customers',
                                       'service_records', 'work_orders', 'tasks', 'system_messages', 'logs')),
    before_ms BIGINT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    problem TEXT NOT NULL,
    counted BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);
INSERT INTO data_deletions_with_orders (id, tenant_id, user_id, kind, before_ms, address, state, problem, counted,
                                        deleted, created_at_ms, ended_at_ms)
    SELECT id, tenant_id, user_id, kind, before_ms, address, state, problem, counted, deleted, created_at_ms,
           ended_at_ms FROM data_deletions;
DROP TABLE data_deletions;
ALTER TABLE data_deletions_with_orders RENAME TO data_deletions;
CREATE INDEX data_deletions_created ON data_deletions (tenant_id, created_at_ms, id);
CREATE INDEX data_deletions_state ON data_deletions (state, created_at_ms);
