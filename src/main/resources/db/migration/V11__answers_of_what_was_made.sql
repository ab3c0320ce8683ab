-- Stores the answer to a request with an Idempotency-Key in the transaction that makes what it answers with. Until the operation
-- is over its lock stands, and nobody gets the answer. Fails when another request with the key was faster: only one of them makes
-- anything.
CREATE FUNCTION keep_answer(owner text, named text, answered int, answer text) RETURNS boolean LANGUAGE plpgsql AS
$$
BEGIN
    IF named IS NULL THEN
        RETURN false;
    END IF;
    UPDATE idempotency SET status = answered, body = answer WHERE account_id = owner AND key = named AND status IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another request with this key was faster' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN true;
END
$$;
