-- What an account may do beyond or below its plan: null is the plan's own limit, -1 is none.
ALTER TABLE account
    ADD COLUMN suspended_at                 timestamptz,
    ADD COLUMN override_requests_per_minute int CHECK (override_requests_per_minute >= -1),
    ADD COLUMN override_requests_per_hour   int CHECK (override_requests_per_hour >= -1),
    ADD COLUMN override_requests_per_day    int CHECK (override_requests_per_day >= -1),
    ADD COLUMN override_messages_per_day    int CHECK (override_messages_per_day >= -1),
    ADD COLUMN override_sessions            int CHECK (override_sessions >= -1),
    ADD COLUMN override_concurrent_requests int CHECK (override_concurrent_requests >= -1),
    ADD COLUMN override_webhooks            int CHECK (override_webhooks >= -1);

-- Null lets a key see every session of its account, and lets it come from everywhere.
ALTER TABLE api_key
    ADD COLUMN session_ids  text[],
    ADD COLUMN networks     text[],
    ADD COLUMN last_used_at timestamptz;

-- Every replica forgets what it knows of keys, whoever changed them: the service, or a person with psql.
CREATE FUNCTION announce_credentials() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM pg_notify('credentials', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER api_key_changed AFTER DELETE OR UPDATE OF scopes, expires_at, revoked_at, session_ids, networks ON api_key
    FOR EACH STATEMENT EXECUTE FUNCTION announce_credentials();
CREATE TRIGGER account_changed AFTER UPDATE OF plan, suspended_at, override_requests_per_minute,
        override_requests_per_hour, override_requests_per_day, override_messages_per_day, override_sessions,
        override_concurrent_requests, override_webhooks ON account
    FOR EACH STATEMENT EXECUTE FUNCTION announce_credentials();

-- Who made, changed or ended what. Rows are only ever added.
CREATE TABLE audit (
    id               text PRIMARY KEY,
    created_at       timestamptz NOT NULL,
    actor_account_id text        NOT NULL,
    actor_key_id     text        NOT NULL,
    action           text        NOT NULL,
    -- Whose key or account it is; the target may be the account itself.
    account_id       text        NOT NULL,
    target_id        text        NOT NULL,
    details          jsonb       NOT NULL
);

CREATE INDEX audit_by_account ON audit (account_id, id DESC);

-- Requests counted in fixed windows that begin at multiples of their length, in UTC. A crash of the server empties it, which
-- begins every window anew; nothing here is worth a write to the log.
CREATE UNLOGGED TABLE rate_window (
    subject text   NOT NULL,
    seconds int    NOT NULL,
    -- Which window since 1970.
    number  bigint NOT NULL,
    used    int    NOT NULL,
    PRIMARY KEY (subject, seconds)
) WITH (fillfactor = 50);

-- Counts a request in all of its windows, or in none when one of them is full. The first subject is the account; its requests
-- go one after the other, and the time is taken when their turn has come, so that a window never begins twice.
CREATE FUNCTION rate_limit_take(subjects text[], lengths int[], limits int[],
                                OUT taken boolean, OUT counted_at timestamptz, OUT used int[])
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(subjects[1], 5));
    counted_at := clock_timestamp();
    SELECT array_agg(CASE WHEN stored.number = floor(extract(epoch FROM counted_at) / asked.seconds)
                          THEN stored.used ELSE 0 END ORDER BY asked.place),
           bool_and(CASE WHEN stored.number = floor(extract(epoch FROM counted_at) / asked.seconds)
                         THEN stored.used ELSE 0 END < asked.most)
    INTO used, taken
    FROM unnest(subjects, lengths, limits) WITH ORDINALITY AS asked (subject, seconds, most, place)
    LEFT JOIN rate_window AS stored ON stored.subject = asked.subject AND stored.seconds = asked.seconds;
    IF taken THEN
        INSERT INTO rate_window AS stored (subject, seconds, number, used)
        SELECT asked.subject, asked.seconds, floor(extract(epoch FROM counted_at) / asked.seconds), asked.used + 1
        FROM unnest(subjects, lengths, rate_limit_take.used) AS asked (subject, seconds, used)
        ON CONFLICT (subject, seconds) DO UPDATE SET number = excluded.number, used = excluded.used;
        SELECT array_agg(one + 1 ORDER BY place) INTO used FROM unnest(used) WITH ORDINALITY AS counted (one, place);
    END IF;
END
$$;

-- How many messages an account has had accepted on a day, in UTC. Only plans with a limit are counted.
CREATE TABLE message_usage (
    account_id text NOT NULL,
    day        date NOT NULL,
    accepted   int  NOT NULL,
    PRIMARY KEY (account_id, day)
) WITH (fillfactor = 50);

-- Counts messages as accepted, all or none; false when they would go beyond the limit. To be called in the statement that
-- inserts the messages: both happen, or neither.
CREATE FUNCTION accept_messages(account text, accepted_at timestamptz, messages int, most int) RETURNS boolean
    LANGUAGE plpgsql AS
$$
BEGIN
    IF most IS NULL THEN
        RETURN true;
    ELSIF messages > most THEN
        RETURN false;
    END IF;
    INSERT INTO message_usage AS counted (account_id, day, accepted)
    VALUES (account, (accepted_at AT TIME ZONE 'UTC')::date, messages)
    ON CONFLICT (account_id, day) DO UPDATE SET accepted = counted.accepted + messages
        WHERE counted.accepted + messages <= most;
    RETURN FOUND;
END
$$;

-- Makes creations of one kind in one account go one after the other, until the transaction ends. A function that calls this
-- first and then counts sees all that were committed before: each statement of a volatile function has a snapshot of its own.
CREATE FUNCTION take_turns(kind text, account text) RETURNS void
    LANGUAGE sql AS
$$
SELECT pg_advisory_xact_lock(hashtextextended(account, hashtext(kind)))
$$;

-- Whether the account may have one more session; null is no limit. For the WHERE of the insert itself.
CREATE FUNCTION session_has_room(account text, most int) RETURNS boolean
    LANGUAGE plpgsql AS
$$
BEGIN
    IF most IS NULL THEN
        RETURN true;
    END IF;
    PERFORM take_turns('session', account);
    RETURN (SELECT count(*) < most FROM session WHERE session.account_id = account AND deleted_at IS NULL);
END
$$;
