-- What the client gave in the config of a session. It comes before the session, and stays while the session is there: after a
-- logout the session pairs anew with it.
CREATE TABLE linked_settings (
    session_id text PRIMARY KEY,
    -- Sealed: the proxy's address may hold a password.
    record     bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

-- The credentials of a session, gone with its logout: all rows of other tables that belong to them go with their row.
CREATE TABLE linked_device (
    session_id      text PRIMARY KEY,
    -- Each pairing begins with new credentials; a wipe removes those that it was meant for.
    generation      bigint      NOT NULL,
    -- Counts the changes.
    revision        bigint      NOT NULL DEFAULT 1,
    phase           text        NOT NULL,
    -- Only ever moves on, also after the keys are gone: the server must not see a number twice.
    next_pre_key_id int         NOT NULL,
    -- All keys, addresses and names, sealed.
    record          bytea       NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    UNIQUE (session_id, generation)
);

-- One-time pre-keys whose public half is at the server, or is to get there.
CREATE TABLE linked_pre_key (
    session_id text    NOT NULL,
    id         int     NOT NULL,
    generation bigint  NOT NULL,
    uploaded   boolean NOT NULL DEFAULT false,
    -- The pair, sealed.
    record     bytea   NOT NULL,
    PRIMARY KEY (session_id, id),
    FOREIGN KEY (session_id, generation) REFERENCES linked_device (session_id, generation) ON DELETE CASCADE
);
