-- Where an account has its events sent to.
CREATE TABLE webhook (
    id              text PRIMARY KEY,
    account_id      text        NOT NULL REFERENCES account (id),
    -- Null: the events of all sessions.
    session_id      text,
    url             text        NOT NULL,
    events          text[]      NOT NULL,
    description     text,
    -- Sealed, as are the secrets: they often hold passwords. Null: none.
    headers         text,
    secret          text        NOT NULL,
    -- Signs too until then, so that receivers can change over.
    previous_secret text,
    previous_until  timestamptz,
    enabled         boolean     NOT NULL,
    disabled_reason text CHECK (disabled_reason IN ('manual', 'gone', 'failing')),
    disabled_at     timestamptz,
    -- Since when there was nothing but failures.
    failing_since   timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    -- Nobody sees it any more; its deliveries are removed first, in batches.
    deleted_at      timestamptz,
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
    CHECK (enabled = (disabled_reason IS NULL)),
    CHECK (enabled = (disabled_at IS NULL))
);

CREATE INDEX webhook_by_account ON webhook (account_id, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX webhook_by_session ON webhook (session_id) WHERE session_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX webhook_deleted ON webhook (id) WHERE deleted_at IS NOT NULL;

-- Stores an endpoint unless the account has so many already, or the session is not the account's: 'created', 'limit' or
-- 'no_session'. Exact however many come at once: each waits for the account's row, and counts when it has it.
CREATE FUNCTION add_webhook(new_id text, account text, session text, url text, events text[], description text, headers text,
                            secret text, enabled boolean, most int, at timestamptz) RETURNS text
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM 1 FROM account AS owner WHERE owner.id = account FOR NO KEY UPDATE;
    IF session IS NOT NULL AND NOT EXISTS (SELECT 1 FROM session AS s
                                           WHERE s.id = session AND s.account_id = account AND s.deleted_at IS NULL) THEN
        RETURN 'no_session';
    END IF;
    IF (SELECT count(*) FROM webhook AS w WHERE w.account_id = account AND w.deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM session AS s WHERE s.id = w.session_id AND s.deleted_at IS NOT NULL)) >= most THEN
        RETURN 'limit';
    END IF;
    INSERT INTO webhook (id, account_id, session_id, url, events, description, headers, secret, enabled, disabled_reason,
                         disabled_at, created_at, updated_at)
    VALUES (new_id, account, session, url, events, description, headers, secret, enabled,
            CASE WHEN NOT enabled THEN 'manual' END, CASE WHEN NOT enabled THEN at END, at, at);
    RETURN 'created';
END
$$;

-- One event for one endpoint. What is sent is made from the event at each try, so it is the same each time.
CREATE TABLE delivery (
    id             text PRIMARY KEY,
    webhook_id     text        NOT NULL,
    event_position bigint      NOT NULL,
    event_id       text        NOT NULL,
    type           text        NOT NULL,
    -- The event's own name, or that of the group by which the endpoint asked for it.
    event_name     text        NOT NULL,
    status         text        NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    -- When the next try may begin; while one runs, when it is taken for dead.
    due_at         timestamptz,
    -- Of the try that runs.
    token          text,
    attempts       int         NOT NULL DEFAULT 0,
    -- Its place in the schedule, which a replay begins anew.
    step           int         NOT NULL DEFAULT 0,
    -- How the last try ended.
    http_status    int,
    error          text,
    created_at     timestamptz NOT NULL,
    CHECK ((status = 'pending') = (due_at IS NOT NULL)),
    CHECK (token IS NULL OR status = 'pending')
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- All that the claim looks at: as small as what waits, however much has been delivered.
CREATE INDEX delivery_waiting ON delivery (webhook_id, due_at) WHERE status = 'pending';
CREATE INDEX delivery_by_webhook ON delivery (webhook_id, id DESC);
CREATE INDEX delivery_failed ON delivery (webhook_id, id DESC) WHERE status = 'failed';

CREATE TABLE delivery_attempt (
    delivery_id text        NOT NULL,
    number      int         NOT NULL,
    at          timestamptz NOT NULL,
    http_status int,
    duration_ms int         NOT NULL,
    error       text,
    response    text,
    PRIMARY KEY (delivery_id, number)
);

-- The same for the same event and endpoint, so that no event is handed to an endpoint twice; sorts by the time of the event.
CREATE FUNCTION delivery_id(event_id text, webhook_id text) RETURNS text
    IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
$$
SELECT 'dlv_' || substr(event_id, 5, 10) || left(encode(sha256(convert_to(event_id || webhook_id, 'UTF8')), 'hex'), 16)
$$;
