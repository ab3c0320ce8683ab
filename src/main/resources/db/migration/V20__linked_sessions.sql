-- The newest version of WhatsApp Web that any replica has found: one row.
CREATE TABLE linked_client_version (
    only     boolean     PRIMARY KEY DEFAULT true CHECK (only),
    version  text        NOT NULL,
    found_at timestamptz NOT NULL
);
