-- The page of what was deleted and can be taken back: few rows among many.
CREATE INDEX customers_deleted ON customers (tenant_id, deleted_at_ms, id) WHERE deleted_at_ms IS NOT NULL;
