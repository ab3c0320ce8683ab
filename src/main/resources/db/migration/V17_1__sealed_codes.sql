-- Generations of credentials: rises with each, also after those before it were wiped with their row.
CREATE SEQUENCE linked_generation;

-- A QR code pairs whoever has it, so its text is stored sealed and no longer than it lives (docs/adr/0035). The release before
-- goes on to write and to read qr_text; what this one writes it shows without a QR code.
ALTER TABLE session
    -- The text, sealed.
    ADD COLUMN qr_sealed text,
    -- SHA-256 of the text, to tell whether an engine reports the same one again.
    ADD COLUMN qr_hash text,
    -- It said that a session with qr_expires_at has qr_text.
    DROP CONSTRAINT session_check;

CREATE INDEX session_with_qr ON session (qr_expires_at) WHERE qr_sealed IS NOT NULL;

ALTER TABLE event
    -- Fields of the data that may be read until sealed_until only, as sealed JSON; in the data itself they are null.
    ADD COLUMN sealed text,
    ADD COLUMN sealed_until timestamptz;

CREATE INDEX event_sealed ON event (session_id, sealed_until) WHERE sealed IS NOT NULL;
-- Those that the release before wrote.
CREATE INDEX event_with_open_qr ON event (position) WHERE type = 'session.qr' AND sealed_until IS NULL;

-- As publish_event, of data that has sealed fields.
CREATE FUNCTION publish_sealed_event(account text, session text, type text, data json, sealed_fields text, until timestamptz,
                                     at timestamptz) RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    new_sequence CONSTANT bigint := publish_event(account, session, type, data, at);
BEGIN
    UPDATE event SET sealed = sealed_fields, sealed_until = until
    WHERE event.session_id = session AND event.xid = pg_current_xact_id() AND event.sequence = new_sequence;
    RETURN new_sequence;
END
$$;

-- Ends the life of what is sealed in the events of a session; returns in how many.
CREATE FUNCTION forget_sealed(session text) RETURNS bigint
    LANGUAGE sql AS
$$
WITH forgotten AS (UPDATE event SET sealed = NULL WHERE session_id = session AND sealed IS NOT NULL RETURNING 1)
SELECT count(*) FROM forgotten
$$;

-- The data of an event without its QR code.
CREATE FUNCTION without_qr(data json) RETURNS json
    IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT CASE WHEN json_typeof(data) <> 'object' THEN data
            ELSE coalesce(
                (SELECT json_object_agg(key, CASE WHEN key IN ('qrCode', 'qrText') THEN 'null'::json ELSE value END
                                        ORDER BY place)
                 FROM json_each(data) WITH ORDINALITY AS field (key, value, place)), data)
       END
$$;
