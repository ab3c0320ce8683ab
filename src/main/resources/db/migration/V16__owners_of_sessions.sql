-- A session of some engines is a connection that one replica alone may hold (docs/adr/0033). Each replica has one lease for all
-- the sessions that it owns, so a heartbeat is one row however many they are. A row is of one run of a replica, or of one part of
-- it: what lost its lease comes back under another id, so gone is gone for ever.
CREATE TABLE replica (
    id           text PRIMARY KEY,
    name         text NOT NULL,
    started_at   timestamptz NOT NULL,
    beat_at      timestamptz NOT NULL,
    lease_until  timestamptz NOT NULL,
    max_sessions integer NOT NULL,
    draining     boolean NOT NULL DEFAULT false,
    gone_at      timestamptz
) WITH (fillfactor = 50);

-- Rises with each owner, also when a session's row is removed and comes back.
CREATE SEQUENCE session_owner_token;

-- Changes when a session gets another owner, and at no other time: whoever writes for a session holds a share lock on it.
CREATE TABLE session_owner (
    session_id text PRIMARY KEY,
    engine     text NOT NULL,
    replica_id text,
    token      bigint NOT NULL,
    since      timestamptz NOT NULL,
    offered_to text,
    free_since timestamptz
);
CREATE INDEX session_owner_by_replica ON session_owner (replica_id);

-- When WhatsApp was last heard on a session's connection, written in batches; of no use after a crash of the server.
CREATE UNLOGGED TABLE session_frame (
    session_id text PRIMARY KEY,
    frame_at   timestamptz NOT NULL
) WITH (fillfactor = 50);

-- From when on the next session of this installation may log in.
CREATE TABLE login_pace (
    id      integer PRIMARY KEY,
    next_at timestamptz NOT NULL
);
INSERT INTO login_pace (id, next_at) VALUES (1, clock_timestamp());

-- Calls to sessions that another replica owns (docs/adr/0034). Arguments and outcome are sealed.
CREATE TABLE engine_command (
    id         text PRIMARY KEY,
    session_id text NOT NULL,
    engine     text NOT NULL,
    type       text NOT NULL,
    asker      text NOT NULL,
    arguments  text NOT NULL,
    repeatable boolean NOT NULL,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'done', 'withdrawn')),
    token      bigint,
    outcome    text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deadline   timestamptz NOT NULL,
    taken_at   timestamptz,
    ended_at   timestamptz
);
CREATE INDEX engine_command_open ON engine_command (session_id, created_at) WHERE state IN ('waiting', 'taken');
CREATE INDEX engine_command_by_deadline ON engine_command (deadline);
