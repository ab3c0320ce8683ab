CREATE TABLE account (
    id         text PRIMARY KEY,
    name       text        NOT NULL,
    plan       text        NOT NULL,
    created_at timestamptz NOT NULL
);

-- The account of the operator: TIDINGS_ADMIN_KEY and the development key belong to it.
INSERT INTO account (id, name, plan, created_at)
VALUES ('acc_00000000000000000000000000', 'default', 'unlimited', now());

CREATE TABLE api_key (
    id         text PRIMARY KEY,
    account_id text        NOT NULL REFERENCES account (id),
    name       text        NOT NULL,
    prefix     text        NOT NULL,
    hash       bytea       NOT NULL UNIQUE,
    scopes     text[]      NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);

CREATE INDEX api_key_by_account ON api_key (account_id, id DESC);
