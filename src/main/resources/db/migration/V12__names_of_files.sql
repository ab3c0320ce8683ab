-- A file as one upload or one message knows it: its name, and the type that its name makes more exact. The bytes, which an
-- account keeps once whatever they are called, stay in media; its columns id, filename and mime_type are for the last release.
CREATE TABLE media_file (
    id         text PRIMARY KEY,
    account_id text        NOT NULL,
    sha256     text        NOT NULL,
    filename   text,
    mime_type  text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (account_id, sha256) REFERENCES media (account_id, sha256) ON DELETE CASCADE
);

-- The same bytes under the same name are the same file.
CREATE UNIQUE INDEX media_file_by_content ON media_file (account_id, sha256, coalesce(filename, ''));
CREATE INDEX media_file_by_expiry ON media_file (expires_at);

-- What replicas of the last release store and keep longer has its file too.
CREATE FUNCTION media_has_its_file() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO media_file (id, account_id, sha256, filename, mime_type, created_at, expires_at)
        VALUES (NEW.id, NEW.account_id, NEW.sha256, NEW.filename, NEW.mime_type, NEW.created_at, NEW.expires_at)
        ON CONFLICT DO NOTHING;
    ELSE
        UPDATE media_file SET expires_at = NEW.expires_at WHERE id = NEW.id AND expires_at < NEW.expires_at;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER media_has_its_file AFTER INSERT OR UPDATE OF expires_at ON media
    FOR EACH ROW EXECUTE FUNCTION media_has_its_file();

INSERT INTO media_file (id, account_id, sha256, filename, mime_type, created_at, expires_at)
SELECT id, account_id, sha256, filename, mime_type, created_at, expires_at FROM media
ON CONFLICT DO NOTHING;

-- Gives bytes up that no file has any more. Each statement of a function sees what was committed before it, so a file that came
-- while the row was waited for keeps its bytes.
CREATE FUNCTION release_media(of_account text, of_sha256 text, at timestamptz) RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM 1 FROM media WHERE account_id = of_account AND sha256 = of_sha256 FOR UPDATE;
    WITH gone AS (
        DELETE FROM media WHERE account_id = of_account AND sha256 = of_sha256 AND NOT EXISTS (
            SELECT 1 FROM media_file AS file WHERE file.account_id = of_account AND file.sha256 = of_sha256)
        RETURNING blob)
    UPDATE media_blob SET state = 'doomed', touched_at = at FROM gone WHERE key = gone.blob;
END
$$;

-- Removes a file that is there, and says whose bytes it named. The bytes are locked before the file, as whoever keeps a file does.
CREATE FUNCTION remove_media_file(of_id text, of_account text, at timestamptz)
    RETURNS TABLE (id text, account_id text, blob text, store text, filename text, mime_type text, size bigint, sha256 text,
                   created_at timestamptz, expires_at timestamptz)
    LANGUAGE plpgsql AS
$$
#variable_conflict use_column
BEGIN
    SELECT media.blob, media.store, media.size INTO blob, store, size FROM media_file AS file
        JOIN media ON media.account_id = file.account_id AND media.sha256 = file.sha256
        WHERE file.id = of_id AND file.account_id = of_account AND file.expires_at > at FOR UPDATE OF media;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    DELETE FROM media_file AS file WHERE file.id = of_id AND file.account_id = of_account AND file.expires_at > at
        RETURNING file.id, file.account_id, file.filename, file.mime_type, file.sha256, file.created_at, file.expires_at
        INTO id, account_id, filename, mime_type, sha256, created_at, expires_at;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM release_media(account_id, sha256, at);
    RETURN NEXT;
END
$$;

-- Removes files whose time is over, some at a time; says how many. Bytes that another replica works on are left to it.
CREATE FUNCTION expire_media_files(at timestamptz, most int, touched timestamptz) RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    due     record;
    removed bigint;
    total   bigint := 0;
BEGIN
    FOR due IN
        SELECT media.account_id, media.sha256 FROM media WHERE (media.account_id, media.sha256) IN (
            SELECT file.account_id, file.sha256 FROM media_file AS file
            WHERE file.expires_at <= at ORDER BY file.expires_at LIMIT most)
        ORDER BY media.id FOR UPDATE SKIP LOCKED
    LOOP
        DELETE FROM media_file AS file
        WHERE file.account_id = due.account_id AND file.sha256 = due.sha256 AND file.expires_at <= at;
        GET DIAGNOSTICS removed = ROW_COUNT;
        total := total + removed;
        PERFORM release_media(due.account_id, due.sha256, touched);
    END LOOP;
    RETURN total;
END
$$;
