-- What the cloud engine was told of a session. It comes before the session, so that none is ever there without it.
CREATE TABLE cloud_session (
    session_id          text PRIMARY KEY,
    -- One number has one session: what Meta tells of a number has one place to go.
    phone_number_id     text        NOT NULL UNIQUE,
    business_account_id text,
    -- Both encrypted; the app is told by the SHA-256 of its secret.
    access_token        text        NOT NULL,
    app_secret          text        NOT NULL,
    app                 bytea       NOT NULL,
    -- SHA-256: it is only ever compared.
    verify_token        bytea       NOT NULL,
    created_at          timestamptz NOT NULL,
    check_due_at        timestamptz NOT NULL
);

CREATE INDEX cloud_session_by_app ON cloud_session (app);
CREATE INDEX cloud_session_by_verify_token ON cloud_session (verify_token);
CREATE INDEX cloud_session_check_due ON cloud_session (check_due_at);

-- When a number may send next, and when it may send next to one recipient. The row of the number has no recipient: ''.
CREATE TABLE cloud_pace (
    session_id text        NOT NULL,
    recipient  text        NOT NULL,
    -- Up to here the time is spoken for by what was sent.
    busy_until timestamptz NOT NULL,
    -- Up to here Meta does not want to hear of it.
    held_until timestamptz NOT NULL,
    strikes    int         NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, recipient)
) WITH (fillfactor = 50);

CREATE INDEX cloud_pace_by_age ON cloud_pace (busy_until);

-- Takes the next turn of a number to send to a recipient, or says how long there is none. All replicas go through here: the
-- rows are locked, always that of the number first. Times in microseconds; a send waits by itself for no longer than
-- "patience" for the number's turn, and never for the recipient's.
CREATE FUNCTION cloud_turn(of_session text, to_recipient text, at timestamptz, gap bigint, pair_gap bigint, pair_burst int,
                           patience bigint, OUT taken boolean, OUT wait bigint, OUT for_recipient boolean,
                           OUT had_strikes boolean)
    LANGUAGE plpgsql AS
$$
DECLARE
    microsecond CONSTANT interval := interval '1 microsecond';
    number      cloud_pace;
    pair        cloud_pace;
    number_free timestamptz;
    pair_free   timestamptz;
BEGIN
    INSERT INTO cloud_pace (session_id, recipient, busy_until, held_until)
    VALUES (of_session, '', at, at), (of_session, to_recipient, at, at) ON CONFLICT DO NOTHING;
    SELECT * INTO number FROM cloud_pace WHERE session_id = of_session AND recipient = '' FOR UPDATE;
    SELECT * INTO pair FROM cloud_pace WHERE session_id = of_session AND recipient = to_recipient FOR UPDATE;

    number_free := greatest(number.busy_until, number.held_until, at);
    pair_free := greatest(pair.busy_until - (pair_burst - 1) * pair_gap * microsecond, pair.held_until, at);
    had_strikes := number.strikes > 0 OR pair.strikes > 0;
    for_recipient := pair_free > at AND pair_free >= number_free;
    taken := pair_free <= at AND number_free <= at + patience * microsecond;
    wait := ceil(extract(epoch FROM greatest(number_free, pair_free) - at) * 1000000);
    IF taken THEN
        UPDATE cloud_pace SET busy_until = number_free + gap * microsecond
        WHERE session_id = of_session AND recipient = '';
        UPDATE cloud_pace SET busy_until = greatest(busy_until, at) + pair_gap * microsecond
        WHERE session_id = of_session AND recipient = to_recipient;
    END IF;
END
$$;

-- Files that Meta keeps for a number, by what they hold: they need not be uploaded again.
CREATE TABLE cloud_upload (
    session_id text        NOT NULL,
    sha256     text        NOT NULL,
    mime_type  text        NOT NULL,
    media_id   text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (session_id, sha256, mime_type)
);

CREATE INDEX cloud_upload_by_expiry ON cloud_upload (expires_at);

-- Messages that came in with a file which is still to be fetched from Meta: promised to Meta, not yet told to anybody.
CREATE TABLE cloud_download (
    session_id        text        NOT NULL,
    engine_message_id text        NOT NULL,
    message           jsonb       NOT NULL,
    attempts          int         NOT NULL DEFAULT 0,
    received_at       timestamptz NOT NULL,
    due_at            timestamptz NOT NULL,
    PRIMARY KEY (session_id, engine_message_id)
);

CREATE INDEX cloud_download_due ON cloud_download (due_at);

-- Messages that WhatsApp wants to be sent later go back into the queue, and what a session sends may have to wait as a whole.
ALTER TABLE message
    ADD COLUMN deferrals   int NOT NULL DEFAULT 0,
    ADD COLUMN deferred_at timestamptz;

ALTER TABLE session
    ADD COLUMN queue_held_until timestamptz;
