-- Questionnaires (外呼问卷, R193–R196): what agents ask customers, and what these answered. A question or an option that
-- was answered is never rewritten: it is retired, and another takes its place.
CREATE TABLE questionnaires (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    version BIGINT NOT NULL,  -- rises with every change: who has an older form open is told so
    created_by BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    deleted_at_ms BIGINT,
    deleted_by BIGINT
);
CREATE INDEX questionnaires_tenant ON questionnaires (tenant_id, updated_at_ms, id);

CREATE TABLE questions (
    id BIGINT PRIMARY KEY,
    questionnaire_id BIGINT NOT NULL REFERENCES questionnaires (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'drop_down', 'single', 'multiple')),
    text TEXT NOT NULL,
    required BOOLEAN NOT NULL,
    retired_at_ms BIGINT
);
CREATE INDEX questions_questionnaire ON questions (questionnaire_id, position);

CREATE TABLE question_options (
    id BIGINT PRIMARY KEY,
    question_id BIGINT NOT NULL REFERENCES questions (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    retired_at_ms BIGINT
);
CREATE INDEX question_options_question ON question_options (question_id, position);

-- One filling-in, in a call or for a customer.
CREATE TABLE answer_sheets (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    questionnaire_id BIGINT NOT NULL REFERENCES questionnaires (id),
    version BIGINT NOT NULL,      -- of the questionnaire
    user_id BIGINT NOT NULL,
    department_id BIGINT,         -- the agent's, when it was filled in
    customer_id BIGINT,
    call_id BIGINT,
    number TEXT NOT NULL,         -- of the call
    token TEXT NOT NULL,          -- the page's own word for it: a second click makes no second sheet
    summary TEXT NOT NULL,        -- all answers as one text, for lists
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT
);
CREATE UNIQUE INDEX answer_sheets_token ON answer_sheets (user_id, token);
CREATE INDEX answer_sheets_created ON answer_sheets (tenant_id, created_at_ms, id);
CREATE INDEX answer_sheets_questionnaire ON answer_sheets (questionnaire_id, created_at_ms, id);
CREATE INDEX answer_sheets_user ON answer_sheets (user_id, created_at_ms, id);
CREATE INDEX answer_sheets_customer ON answer_sheets (customer_id, created_at_ms);
CREATE INDEX answer_sheets_call ON answer_sheets (call_id);
CREATE INDEX answer_sheets_phone ON answer_sheets (tenant_id, number);

-- Each chosen option is a row with all that reports are narrowed by: they read one index and no sheet.
CREATE TABLE answer_choices (
    sheet_id BIGINT NOT NULL REFERENCES answer_sheets (id),
    option_id BIGINT NOT NULL REFERENCES question_options (id),
    question_id BIGINT NOT NULL REFERENCES questions (id),
    questionnaire_id BIGINT NOT NULL REFERENCES questionnaires (id),
    first_choice BOOLEAN NOT NULL,  -- of its question in its sheet: these count who answered
    user_id BIGINT NOT NULL,
    department_id BIGINT,
    answered_at_ms BIGINT NOT NULL, -- when the sheet was filled in first
    PRIMARY KEY (sheet_id, option_id)
);
CREATE INDEX answer_choices_counted ON answer_choices (questionnaire_id, answered_at_ms, question_id, option_id,
                                                       first_choice, user_id, department_id);
CREATE INDEX answer_choices_option ON answer_choices (option_id, sheet_id);
CREATE INDEX answer_choices_question ON answer_choices (question_id);

CREATE TABLE answer_texts (
    sheet_id BIGINT NOT NULL REFERENCES answer_sheets (id),
    question_id BIGINT NOT NULL REFERENCES questions (id),
    text TEXT NOT NULL,
    PRIMARY KEY (sheet_id, question_id)
);
CREATE INDEX answer_texts_question ON answer_texts (question_id);

-- Old sheets are deleted on purpose (`answer_sheets`). A list of words inside a CHECK only changes with its table.
CREATE TABLE data_deletions_with_sheets (
    id BIGINT PRIMARY KEY,
    tenant_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('call_records', 'recordings', 'voicemails', 'texts', 'customers',
                                       'service_records', 'work_orders', 'answer_sheets', 'tasks', 'system_messages',
                                       'logs')),
    before_ms BIGINT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    problem TEXT NOT NULL,
    counted BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);
INSERT INTO data_deletions_with_sheets (id, tenant_id, user_id, kind, before_ms, address, state, problem, counted,
                                        deleted, created_at_ms, ended_at_ms)
    SELECT id, tenant_id, user_id, kind, before_ms, address, state, problem, counted, deleted, created_at_ms,
           ended_at_ms FROM data_deletions;
DROP TABLE data_deletions;
ALTER TABLE data_deletions_with_sheets RENAME TO data_deletions;
CREATE INDEX data_deletions_created ON data_deletions (tenant_id, created_at_ms, id);
CREATE INDEX data_deletions_state ON data_deletions (state, created_at_ms);
