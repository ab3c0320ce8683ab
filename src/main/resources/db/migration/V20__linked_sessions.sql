-- The newest version of WhatsApp Web that any replica has found: one row.
CREATE TABLE linked_client_version (
    id       integer     PRIMARY KEY CHECK (id = 1),
    version  text        NOT NULL,
    found_at timestamptz NOT NULL
);
