CREATE TABLE session (
    id            text PRIMARY KEY,
    account_id    text        NOT NULL REFERENCES account (id),
    name          text        NOT NULL,
    engine        text        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('starting', 'qr_pending', 'passkey_required', 'connecting',
                                                         'connected', 'reconnecting', 'disconnected', 'logged_out',
                                                         'failed')),
    status_reason text,
    qr_text       text,
    qr_expires_at timestamptz,
    phone_number  text,
    created_at    timestamptz NOT NULL,
    connected_at  timestamptz,
    updated_at    timestamptz NOT NULL,
    deleted_at    timestamptz,
    -- Credentials still to be wiped at the engine, after a logout or a removal.
    unlink_due    boolean     NOT NULL DEFAULT false,
    CHECK ((qr_text IS NULL) = (qr_expires_at IS NULL)),
    CHECK (qr_text IS NULL OR status = 'qr_pending')
);

CREATE INDEX session_by_account ON session (account_id, id DESC) WHERE deleted_at IS NULL;
-- The keeper looks for sessions that a crash left half-way.
CREATE INDEX session_unsettled ON session (updated_at)
    WHERE status IN ('starting', 'connecting') AND deleted_at IS NULL;
CREATE INDEX session_unlink_due ON session (updated_at) WHERE unlink_due;

-- No foreign keys: a message is only ever inserted by selecting from its session, which is never removed, and the row lock
-- that a foreign key takes on the session is the hottest one there would be.
CREATE TABLE message (
    id                text PRIMARY KEY,
    account_id        text        NOT NULL,
    session_id        text        NOT NULL,
    direction         text        NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    chat_id           text        NOT NULL,
    sender            text,
    recipient         text,
    type              text        NOT NULL,
    content           jsonb       NOT NULL,
    status            text        NOT NULL,
    error_code        text,
    quoted_message_id text,
    engine_message_id text,
    created_at        timestamptz NOT NULL,
    sending_at        timestamptz,
    sent_at           timestamptz,
    delivered_at      timestamptz,
    read_at           timestamptz,
    failed_at         timestamptz
);

CREATE UNIQUE INDEX message_by_engine_id ON message (session_id, engine_message_id)
    WHERE engine_message_id IS NOT NULL;
CREATE INDEX message_by_account ON message (account_id, id DESC);
CREATE INDEX message_by_session ON message (session_id, id DESC);
CREATE INDEX message_by_inbound_chat ON message (session_id, chat_id) WHERE direction = 'inbound';
-- The sweeper looks for messages whose outcome a crash lost.
CREATE INDEX message_sending ON message (sending_at) WHERE status = 'sending';

-- The rank of a status: it only moves up. 'failed' and 'cancelled' are final, see message_advances.
CREATE FUNCTION message_rank(status text) RETURNS int
    IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT array_position(ARRAY ['queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'played'], status)
$$;

CREATE FUNCTION message_advances(old_status text, new_status text) RETURNS boolean
    IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT CASE
           WHEN old_status IN ('failed', 'cancelled') THEN false
           WHEN new_status = 'failed' THEN message_rank(old_status) < message_rank('delivered')
           ELSE message_rank(new_status) > message_rank(old_status)
       END
$$;
