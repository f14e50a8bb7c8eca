-- Business objects (业务对象): customers (客户), leads (线索) and contacts (联系人) are rows of one table, told apart by
-- `object`, because whatever can be done with one can be done with the others: fields, numbers, owners, pools, tags,
-- follow-ups, history. Settings of the CRM are documents; numbers and text of companies never become columns.
ALTER TABLE customers ADD COLUMN object TEXT NOT NULL DEFAULT 'customer';
ALTER TABLE customers ADD COLUMN parent_id BIGINT;        -- a contact's customer
ALTER TABLE customers ADD COLUMN source TEXT NOT NULL DEFAULT 'hand';  -- hand, call, import, lead, platform
ALTER TABLE customers ADD COLUMN pool_id BIGINT;          -- the public pool (公海) it lies in; it has no owner then
ALTER TABLE customers ADD COLUMN pooled_at_ms BIGINT;     -- since when
ALTER TABLE customers ADD COLUMN owned_at_ms BIGINT;      -- since when its owner has it
ALTER TABLE customers ADD COLUMN last_owner_id BIGINT;    -- who had it before the pool, for the cooling time
ALTER TABLE customers ADD COLUMN protected_until_ms BIGINT;  -- no automatic return before
ALTER TABLE customers ADD COLUMN warned_at_ms BIGINT;     -- its owner was told that it will go back to the pool
ALTER TABLE customers ADD COLUMN group_id BIGINT;
ALTER TABLE customers ADD COLUMN stage_id BIGINT;
ALTER TABLE customers ADD COLUMN staged_at_ms BIGINT;
ALTER TABLE customers ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';  -- ids, for reading; customer_tags is for finding
ALTER TABLE customers ADD COLUMN followed_at_ms BIGINT;   -- the last follow-up, service record or answered call
ALTER TABLE customers ADD COLUMN converted_to BIGINT;     -- a lead that became this customer (转客户)
ALTER TABLE customers ADD COLUMN converted_at_ms BIGINT;
ALTER TABLE customers ADD COLUMN merged_into BIGINT;      -- a duplicate that went into this one; it counts as deleted
DROP INDEX customers_created;
CREATE INDEX customers_created ON customers (tenant_id, object, created_at_ms, id);
CREATE INDEX customers_pool ON customers (pool_id, created_at_ms);
CREATE INDEX customers_parent ON customers (parent_id);
CREATE INDEX customers_group ON customers (group_id, created_at_ms);
CREATE INDEX customers_stage ON customers (stage_id, created_at_ms);

-- A number is one living customer's and one living lead's; a person may be the contact of several customers.
ALTER TABLE customer_numbers ADD COLUMN object TEXT NOT NULL DEFAULT 'customer';
DROP INDEX customer_numbers_living;
CREATE UNIQUE INDEX customer_numbers_living ON customer_numbers (tenant_id, object, number)
    WHERE deleted_at_ms IS NULL AND object <> 'contact';
CREATE INDEX customer_numbers_number ON customer_numbers (tenant_id, number);

-- What lists find rows by: a tag, and the values of a company's own fields of closed kinds (choices, dates, people).
-- `created_at_ms` is the row's, so that a list in its usual order walks the index and stops at the end of the page.
CREATE TABLE customer_tags (
    customer_id BIGINT NOT NULL,
    tag_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (customer_id, tag_id)
);
CREATE INDEX customer_tags_tag ON customer_tags (tag_id, created_at_ms, customer_id);
CREATE TABLE customer_field_values (
    customer_id BIGINT NOT NULL,
    field_id BIGINT NOT NULL,
    value TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (customer_id, field_id, value)
);
CREATE INDEX customer_field_values_value ON customer_field_values (field_id, value, created_at_ms, customer_id);

-- The settings of the CRM, each a JSON document: fields, stages, tag groups, groups, pools, rules, mappings, templates.
-- A deleted one stays to be named by what refers to it.
CREATE TABLE crm_settings (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    position BIGINT NOT NULL,
    document TEXT NOT NULL,
    version BIGINT NOT NULL,
    deleted_at_ms BIGINT
);
CREATE INDEX crm_settings_tenant ON crm_settings (tenant_id, kind, position);

-- Every change of an owner or pool: what claims, caps, cooling times and the history of a pool are counted from.
CREATE TABLE pool_moves (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    what TEXT NOT NULL
        CHECK (what IN ('claimed', 'assigned', 'given_up', 'returned', 'transferred', 'allocated', 'owner_changed')),
    pool_id BIGINT,
    to_pool_id BIGINT,
    from_user_id BIGINT,
    to_user_id BIGINT,
    by_user_id BIGINT,
    rule_id BIGINT,
    reason TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX pool_moves_customer ON pool_moves (customer_id, at_ms);
CREATE INDEX pool_moves_claimed ON pool_moves (to_user_id, what, at_ms);
CREATE INDEX pool_moves_tenant ON pool_moves (tenant_id, at_ms);

-- How many an allocation rule has given to somebody (a person or a pool) on a day of the company's.
CREATE TABLE allocation_counts (
    rule_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    given BIGINT NOT NULL,
    PRIMARY KEY (rule_id, target_id, day)
);

-- Follow-ups (跟进记录): `fields` are the template's, by its keys, as they were called then.
CREATE TABLE follow_ups (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    template_id BIGINT,
    call_id BIGINT,
    user_id BIGINT NOT NULL,
    note TEXT NOT NULL,
    fields TEXT NOT NULL,
    next_at_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    deleted_at_ms BIGINT,
    deleted_by BIGINT
);
CREATE INDEX follow_ups_customer ON follow_ups (customer_id, created_at_ms);
CREATE INDEX follow_ups_user ON follow_ups (user_id, created_at_ms);
CREATE INDEX follow_ups_tenant ON follow_ups (tenant_id, created_at_ms);
CREATE INDEX follow_ups_next ON follow_ups (user_id, next_at_ms);
CREATE TABLE follow_up_files (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    follow_up_id BIGINT,  -- absent: uploaded, not yet part of one
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX follow_up_files_follow_up ON follow_up_files (follow_up_id);
CREATE INDEX follow_up_files_created ON follow_up_files (created_at_ms);

-- What happens to a business object besides being changed.
CREATE TABLE customer_history_of_objects (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    at_ms BIGINT NOT NULL,
    user_id BIGINT,
    call_id BIGINT,
    what TEXT NOT NULL CHECK (what IN ('created', 'changed', 'deleted', 'restored', 'moved', 'converted', 'merged',
                                       'exported', 'erased')),
    changes TEXT NOT NULL
);
INSERT INTO customer_history_of_objects (id, tenant_id, customer_id, at_ms, user_id, call_id, what, changes)
    SELECT id, tenant_id, customer_id, at_ms, user_id, call_id, what, changes FROM customer_history;
DROP TABLE customer_history;
ALTER TABLE customer_history_of_objects RENAME TO customer_history;
CREATE INDEX customer_history_customer ON customer_history (customer_id, at_ms);
