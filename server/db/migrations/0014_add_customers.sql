-- Customers (客户). `fields` holds a company's own fields as one JSON object. A deleted one keeps its rows, so that it
-- can be taken back; `version` rises with every change, so that two who edit at once do not undo each other.
CREATE TABLE customers (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    gender TEXT NOT NULL CHECK (gender IN ('unknown', 'male', 'female')),
    level TEXT NOT NULL,
    note TEXT NOT NULL,
    owner_id BIGINT,
    fields TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    created_by BIGINT,
    updated_at_ms BIGINT NOT NULL,
    updated_by BIGINT,
    deleted_at_ms BIGINT
);
CREATE INDEX customers_created ON customers (tenant_id, created_at_ms);
CREATE INDEX customers_owner ON customers (owner_id, created_at_ms);

-- A customer's telephones, the first in `position` first. `number` is the form by which they are compared
-- (model/telephone_number.h), `typed` what a person wrote. A number is one living customer's: that the database knows,
-- so two people who save it in the same instant leave one customer.
CREATE TABLE customer_numbers (
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    position BIGINT NOT NULL,
    tenant_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    typed TEXT NOT NULL,
    kind TEXT NOT NULL,
    deleted_at_ms BIGINT,
    PRIMARY KEY (customer_id, position)
);
CREATE UNIQUE INDEX customer_numbers_living ON customer_numbers (tenant_id, number) WHERE deleted_at_ms IS NULL;

-- Every change of a customer: who, when, and a JSON list of {field, before, after}.
CREATE TABLE customer_history (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    at_ms BIGINT NOT NULL,
    user_id BIGINT,
    call_id BIGINT,
    what TEXT NOT NULL CHECK (what IN ('created', 'changed', 'deleted', 'restored')),
    changes TEXT NOT NULL
);
CREATE INDEX customer_history_customer ON customer_history (customer_id, at_ms);

-- What an agent writes down about a call with a customer (服务过程, R165).
CREATE TABLE service_records (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    call_id BIGINT,
    number TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    result TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    deleted_at_ms BIGINT,
    deleted_by BIGINT
);
CREATE INDEX service_records_customer ON service_records (customer_id, created_at_ms);
CREATE INDEX service_records_user ON service_records (user_id, created_at_ms);
