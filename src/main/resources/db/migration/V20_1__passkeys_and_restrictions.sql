ALTER TABLE session
    -- What a person needs to use the account's passkey for a pairing, sealed; null unless passkey_required.
    ADD COLUMN passkey_sealed     text,
    ADD COLUMN passkey_expires_at timestamptz,
    -- A limit that WhatsApp has put on the account.
    ADD COLUMN restriction_kind   text,
    ADD COLUMN restriction_until  timestamptz,
    -- When a disconnected session is opened again by itself.
    ADD COLUMN retry_at           timestamptz;

CREATE INDEX session_to_retry ON session (retry_at) WHERE retry_at IS NOT NULL;
