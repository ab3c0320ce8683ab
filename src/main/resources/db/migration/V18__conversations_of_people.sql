-- The conversation of each address of a person: of a phone number, or of WhatsApp's id of the person. Messages name one of them,
-- or both; whichever they name, they belong to the conversation that was shown first.
CREATE TABLE cloud_chat (
    session_id text        NOT NULL,
    address    text        NOT NULL,
    chat_id    text        NOT NULL,
    -- When the address was first seen.
    since      timestamptz NOT NULL,
    PRIMARY KEY (session_id, address)
);

-- The conversation of a person with this number, this id, or both; at least one of them is given. What is new is stored, one
-- session after the other: of two messages that arrive together, each finds what the other stored.
CREATE FUNCTION cloud_chat_of(of_session text, number text, person text, at timestamptz) RETURNS text
    LANGUAGE plpgsql AS
$$
DECLARE
    addresses CONSTANT text[] := array_remove(ARRAY [number, person], NULL);
    chat text;
BEGIN
    SELECT min(chat_id) INTO chat FROM cloud_chat WHERE session_id = of_session AND address = ANY (addresses)
    HAVING count(*) = cardinality(addresses) AND count(DISTINCT chat_id) = 1;
    IF FOUND THEN
        RETURN chat;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('cloud_chat ' || of_session, 0));
    -- An address that is not stored yet may have been shown nevertheless: by an earlier release, or by a send. A number may have
    -- got another owner, who does not get the conversation that is named after the id of the one before.
    SELECT coalesce(known.chat_id, asked.address) INTO chat
    FROM unnest(addresses) WITH ORDINALITY AS asked (address, place)
        LEFT JOIN cloud_chat AS known ON known.session_id = of_session AND known.address = asked.address
            AND (person IS NULL OR person IN (asked.address, known.chat_id) OR known.chat_id ~ '^[0-9]+$')
        LEFT JOIN LATERAL (
            SELECT message.created_at FROM session
                JOIN message ON message.account_id = session.account_id AND message.session_id = of_session
            WHERE session.id = of_session AND message.chat_id = asked.address AND known.address IS NULL
            ORDER BY message.id LIMIT 1) AS shown ON true
    ORDER BY coalesce(known.since, shown.created_at) NULLS LAST, asked.place LIMIT 1;
    INSERT INTO cloud_chat (session_id, address, chat_id, since)
    SELECT of_session, asked.address, chat, at FROM unnest(addresses) AS asked (address)
    ON CONFLICT (session_id, address) DO UPDATE SET chat_id = excluded.chat_id;
    RETURN chat;
END
$$;

-- What people said last about the messages that they want to get, so that a repeated or late report changes nothing.
CREATE TABLE contact_preference (
    session_id text        NOT NULL,
    chat_id    text        NOT NULL,
    category   text        NOT NULL,
    value      text        NOT NULL,
    said_at    timestamptz NOT NULL,
    PRIMARY KEY (session_id, chat_id, category)
);
