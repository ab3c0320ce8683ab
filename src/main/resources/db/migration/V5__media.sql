-- Bytes in a store, whatever the store is. A row comes before the first byte and goes after the last, so that nothing is
-- ever lost from sight: 'writing' -> 'kept' once a media row stands for it, 'doomed' when nobody wants it any more.
CREATE TABLE media_blob (
    key        text PRIMARY KEY,
    store      text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('writing', 'kept', 'doomed')),
    touched_at timestamptz NOT NULL
);

-- The keeper looks for bytes that nobody wants, and for those that a crash left half-written.
CREATE INDEX media_blob_due ON media_blob (touched_at) WHERE state <> 'kept';

-- A file is visible through its row here, which is written when its bytes are complete.
CREATE TABLE media (
    id         text PRIMARY KEY,
    account_id text        NOT NULL REFERENCES account (id),
    blob       text        NOT NULL REFERENCES media_blob (key),
    store      text        NOT NULL,
    filename   text,
    mime_type  text        NOT NULL,
    size       bigint      NOT NULL,
    sha256     text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (account_id, sha256)
);

CREATE INDEX media_by_blob ON media (blob);
CREATE INDEX media_by_expiry ON media (expires_at);

-- The store 'postgres'. Media is compressed already: PostgreSQL need not try again.
CREATE TABLE media_chunk (
    blob     text  NOT NULL,
    position int   NOT NULL,
    bytes    bytea NOT NULL,
    PRIMARY KEY (blob, position)
);

ALTER TABLE media_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
