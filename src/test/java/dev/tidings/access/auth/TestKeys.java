package dev.tidings.access.auth;

import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.SqlTimes;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;

/** Makes accounts and keys that no API call makes yet, for example those of another account. */
@ApplicationScoped
public class TestKeys {
    private final Pool pool;
    private final Ids ids;
    private final Clock clock;

    TestKeys(Pool pool, Ids ids, Clock clock) {
        this.pool = pool;
        this.ids = ids;
        this.clock = clock;
    }

    /** The text of a key with all scopes, for a new account. */
    public String ofAnotherAccount() {
        String account = ids.next(IdKind.ACCOUNT);
        pool.preparedQuery("INSERT INTO account (id, name, plan, created_at) VALUES ($1, 'other', 'unlimited', $2)")
                .executeAndAwait(Tuple.of(account, SqlTimes.time(clock.instant())));
        return insert(account, null, Scope.values());
    }

    /** The text of a key of the default account. */
    public String with(Instant expiresAt, Scope... scopes) {
        return insert(Caller.DEFAULT_ACCOUNT, expiresAt, scopes);
    }

    private String insert(String account, Instant expiresAt, Scope... scopes) {
        String text = ApiKeyFormat.generate();
        pool.preparedQuery("INSERT INTO api_key (id, account_id, name, prefix, hash, scopes, created_at, expires_at)"
                        + " VALUES ($1, $2, 'test', $3, $4, $5, $6, $7)")
                .executeAndAwait(Tuple.tuple()
                        .addString(ids.next(IdKind.KEY))
                        .addString(account)
                        .addString(ApiKeyFormat.shown(text))
                        .addBuffer(Buffer.buffer(ApiKeyFormat.hash(text)))
                        .addArrayOfString(Stream.of(scopes).map(Scope::wireName).toArray(String[]::new))
                        .addOffsetDateTime(SqlTimes.time(clock.instant()))
                        .addOffsetDateTime(SqlTimes.time(expiresAt)));
        return text;
    }
}
