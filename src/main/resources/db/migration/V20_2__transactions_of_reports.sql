-- Writes events whose data Java has written, in the given order; what they report changes in the same transaction, before. The
-- rows that number the events of sessions are locked in one order, so two who publish for the same sessions wait for each other
-- at most once. publish_event, message_json and session_data stay for replicas of the release before (docs/adr/0019).
CREATE FUNCTION publish_events(accounts text[], sessions text[], types text[], bodies text[], times timestamptz[],
                               sealed_fields text[], sealed_times timestamptz[]) RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    WITH given AS (
        SELECT * FROM unnest(accounts, sessions, types, bodies, times, sealed_fields, sealed_times) WITH ORDINALITY
            AS one (account_id, session_id, type, data, at, sealed, sealed_until, place)
    ), numbers AS (
        INSERT INTO session_sequence AS s (session_id, last)
        SELECT session_id, count(*) FROM given GROUP BY session_id ORDER BY session_id
        ON CONFLICT (session_id) DO UPDATE SET last = s.last + excluded.last RETURNING session_id, last
    ), written AS (
        INSERT INTO event (id, account_id, session_id, sequence, type, data, created_at, sealed, sealed_until)
        SELECT new_event_id(at), account_id, session_id,
               last + 1 - row_number() OVER (PARTITION BY session_id ORDER BY place DESC), type, data::json, at,
               sealed, sealed_until
        FROM given JOIN numbers USING (session_id) ORDER BY place
        RETURNING position
    )
    INSERT INTO event_outbox (position) SELECT position FROM written;
END
$$;

-- Credentials have generations: a logout ends the one of the session and begins the next, and a wipe deletes those up to the one
-- that it is for. Null where the release before logged the session out: then all are wiped.
ALTER TABLE session ADD COLUMN generation bigint NOT NULL DEFAULT 1, ADD COLUMN unlink_generation bigint;
ALTER TABLE sandbox_session ADD COLUMN generation bigint NOT NULL DEFAULT 1;
ALTER TABLE cloud_session ADD COLUMN generation bigint NOT NULL DEFAULT 1;
