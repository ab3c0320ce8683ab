-- What happened, kept for readers and for the endpoints that asked to be told. Written in the statement that changes the state
-- that it tells of, by publish_event, and by nothing else.
CREATE TABLE event (
    position   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Readers go by (xid, position) and stop before the oldest transaction that still runs: positions are handed out before
    -- their transactions commit, so by position alone a reader could pass an event that is not to be seen yet.
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    id         text        NOT NULL UNIQUE,
    account_id text        NOT NULL,
    session_id text        NOT NULL,
    -- Per session, from 1, with no gaps.
    sequence   bigint      NOT NULL,
    type       text        NOT NULL,
    data       json        NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX event_by_account ON event (account_id, xid, position);

-- Events that have not been handed to their endpoints; a row lives for milliseconds.
CREATE TABLE event_outbox (
    position bigint PRIMARY KEY
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE TABLE session_sequence (
    session_id text PRIMARY KEY,
    last       bigint NOT NULL
) WITH (fillfactor = 50);

-- evt_ and a ULID: 48 bits of time, 79 of chance.
CREATE FUNCTION new_event_id(at timestamptz) RETURNS text
    LANGUAGE plpgsql AS
$$
DECLARE
    alphabet CONSTANT text := '0123456789abcdefghjkmnpqrstvwxyz';
    chance   CONSTANT bytea := uuid_send(gen_random_uuid());
    millis   CONSTANT bigint := floor(extract(epoch FROM at) * 1000);
    id       text := 'evt_';
BEGIN
    FOR place IN REVERSE 9..0 LOOP
        id := id || substr(alphabet, (millis >> (5 * place) & 31)::int + 1, 1);
    END LOOP;
    FOR place IN 0..15 LOOP
        id := id || substr(alphabet, (get_byte(chance, place) & 31) + 1, 1);
    END LOOP;
    RETURN id;
END
$$;

-- Returns the sequence. Events of a session commit one after the other: the row of session_sequence is theirs until then.
CREATE FUNCTION publish_event(account text, session text, type text, data json, at timestamptz) RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    next_sequence bigint;
    new_position  bigint;
BEGIN
    UPDATE session_sequence SET last = last + 1 WHERE session_id = session RETURNING last INTO next_sequence;
    IF NOT FOUND THEN
        INSERT INTO session_sequence AS s (session_id, last) VALUES (session, 1)
        ON CONFLICT (session_id) DO UPDATE SET last = s.last + 1 RETURNING last INTO next_sequence;
    END IF;
    INSERT INTO event (id, account_id, session_id, sequence, type, data, created_at)
    VALUES (new_event_id(at), account, session, next_sequence, type, data, at) RETURNING position INTO new_position;
    INSERT INTO event_outbox (position) VALUES (new_position);
    RETURN next_sequence;
END
$$;

CREATE FUNCTION iso_time(at timestamptz) RETURNS text
    IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT CASE
           WHEN extract(microseconds FROM at)::bigint % 1000000 = 0
               THEN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
           WHEN extract(microseconds FROM at)::bigint % 1000 = 0
               THEN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
           ELSE to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
       END
$$;

-- A message as clients see it; a test holds it against the answer of GET /v1/messages/{id}.
CREATE FUNCTION message_data(m message, error_message text) RETURNS json
    STABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT json_object_agg(field, value ORDER BY place) FILTER (WHERE value IS NOT NULL)
FROM (VALUES
    (1, 'messageId', to_json(m.id)),
    (2, 'sessionId', to_json(m.session_id)),
    (3, 'direction', to_json(m.direction)),
    (4, 'chatId', to_json(m.chat_id)),
    (5, 'from', coalesce(to_json(m.sender), 'null')),
    (6, 'to', coalesce(to_json(m.recipient), 'null')),
    (7, 'type', to_json(m.type)),
    (8, 'content', m.content::json),
    (9, 'status', to_json(m.status)),
    (10, 'error', CASE WHEN m.error_code IS NOT NULL
                       THEN json_build_object('code', m.error_code, 'message', error_message) END),
    (11, 'quotedMessageId', to_json(m.quoted_message_id)),
    (12, 'bulkId', to_json(m.bulk_id)),
    (13, 'engineMessageId', to_json(m.engine_message_id)),
    (14, 'timestamps', json_strip_nulls(json_build_object(
        'created', iso_time(m.created_at), 'due', iso_time(m.due_at), 'sent', iso_time(m.sent_at),
        'delivered', iso_time(m.delivered_at), 'read', iso_time(m.read_at), 'played', iso_time(m.played_at),
        'failed', iso_time(m.failed_at))))
) AS fields (place, field, value)
$$;

-- A session as clients see it; the picture of its QR code is drawn before.
CREATE FUNCTION session_data(s session, qr_code text) RETURNS json
    STABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT json_build_object(
    'sessionId', s.id, 'name', s.name, 'engine', s.engine, 'status', s.status, 'statusReason', s.status_reason,
    'qrCode', qr_code, 'qrText', s.qr_text, 'qrExpiresAt', iso_time(s.qr_expires_at), 'phoneNumber', s.phone_number,
    'createdAt', iso_time(s.created_at), 'connectedAt', iso_time(s.connected_at))
$$;
