-- Events of one session, and of the sessions that a key is limited to, found however many the account has beside them.
CREATE INDEX event_by_session ON event (session_id, xid, position);
