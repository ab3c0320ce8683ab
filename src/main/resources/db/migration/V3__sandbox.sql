-- What the sandbox engine knows of a session, as a phone and WhatsApp's servers would.
CREATE TABLE sandbox_session (
    session_id     text PRIMARY KEY REFERENCES session (id),
    phone_number   text,
    pairing_phone  text,
    qr_seed        text,
    qr_started_at  timestamptz,
    qr_due_at      timestamptz,
    claimed_until  timestamptz
);

CREATE INDEX sandbox_session_qr_due ON sandbox_session (qr_due_at) WHERE qr_due_at IS NOT NULL;

-- Messages that the sandbox took, and the status that each reports next.
CREATE TABLE sandbox_message (
    message_id        text PRIMARY KEY,
    session_id        text        NOT NULL REFERENCES session (id),
    engine_message_id text        NOT NULL,
    next_status       text,
    due_at            timestamptz,
    claimed_until     timestamptz
);

CREATE INDEX sandbox_message_due ON sandbox_message (due_at) WHERE due_at IS NOT NULL;
