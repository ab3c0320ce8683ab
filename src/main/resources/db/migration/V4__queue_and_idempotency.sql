CREATE TABLE bulk (
    id           text PRIMARY KEY,
    account_id   text        NOT NULL,
    session_id   text        NOT NULL,
    total        int         NOT NULL,
    created_at   timestamptz NOT NULL,
    cancelled_at timestamptz
);

ALTER TABLE message
    ADD COLUMN bulk_id         text,
    ADD COLUMN bulk_index      int,
    -- When a queued message may go out, and its place among those that may.
    ADD COLUMN due_at          timestamptz,
    ADD COLUMN queue_position  bigint,
    ADD COLUMN played_at       timestamptz,
    -- Written in the send's own insert: a repeated request finds the message, whatever a crash left of the first one.
    ADD COLUMN idempotency_key text;

CREATE SEQUENCE message_queue_position;

CREATE UNIQUE INDEX message_by_idempotency_key ON message (account_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX message_by_bulk ON message (bulk_id, bulk_index) WHERE bulk_id IS NOT NULL;
CREATE INDEX message_queued ON message (session_id, due_at, queue_position) WHERE status = 'queued';

-- One index a filter of the history, each in the order of its pages.
CREATE INDEX message_by_direction ON message (account_id, direction, id DESC);
CREATE INDEX message_by_status ON message (account_id, status, id DESC);
CREATE INDEX message_by_recipient ON message (account_id, recipient, id DESC);
CREATE INDEX message_by_sender ON message (account_id, sender, id DESC);

-- One replica at a time sends the queue of a session: whoever holds the lease.
ALTER TABLE session
    ADD COLUMN queue_token       text,
    ADD COLUMN queue_lease_until timestamptz,
    ADD COLUMN queue_served_at   timestamptz;

CREATE TABLE idempotency (
    account_id   text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    -- Until then the first request may still be at work; null once it is answered.
    locked_until timestamptz,
    status       int,
    body         text,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);

CREATE INDEX idempotency_by_age ON idempotency (created_at);
