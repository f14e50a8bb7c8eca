-- Who is reached by mobile just now (R024): a new process goes on with it.
CREATE TABLE mobile_sign_ins (
    user_id BIGINT PRIMARY KEY,
    since_ms BIGINT NOT NULL
);
