-- What duplicates are found by (R161) besides numbers: the name, and the texts and numbers in a company's own fields,
-- each as a hash, so that a rule that is made later finds what was there before it. Choices, dates and people are in
-- customer_field_values.
CREATE INDEX customers_name ON customers (tenant_id, object, name);
CREATE TABLE customer_keys (
    customer_id BIGINT NOT NULL,
    field_id BIGINT NOT NULL,
    hash BIGINT NOT NULL,
    PRIMARY KEY (customer_id, field_id)
);
CREATE INDEX customer_keys_hash ON customer_keys (field_id, hash, customer_id);

-- The history of a duplicate is read together with that of whom it went into.
CREATE INDEX customers_merged ON customers (merged_into) WHERE merged_into IS NOT NULL;

-- What people asked to see, or to be forgotten of, by their number (B20). Until an erasure is done its number stands
-- here; then only how it is shown to those who may not see numbers.
CREATE TABLE person_requests (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('exported', 'erased')),
    state TEXT NOT NULL CHECK (state IN ('running', 'held', 'done', 'failed')),
    number TEXT NOT NULL,
    shown_number TEXT NOT NULL,
    reason TEXT NOT NULL,
    address TEXT NOT NULL,
    counts TEXT NOT NULL,
    problem TEXT NOT NULL,
    held_until_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);
CREATE INDEX person_requests_created ON person_requests (tenant_id, created_at_ms, id);
CREATE INDEX person_requests_state ON person_requests (state);

-- Why a row was not taken in, beyond its code: what a dedup rule says.
ALTER TABLE import_failures ADD COLUMN detail TEXT NOT NULL DEFAULT '';
