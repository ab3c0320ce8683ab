package dev.tidings.access.auth;

import dev.tidings.access.plan.Overrides;
import dev.tidings.access.plan.Plans;
import dev.tidings.platform.net.AddressRange;
import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every request needs to know of keys, in SQL: this is a hot path. */
@ApplicationScoped
public class CredentialRepository {
    private static final String FIND = """
            SELECT api_key.id, account_id, scopes, expires_at, session_ids, networks, plan, suspended_at,
                   override_requests_per_minute, override_requests_per_hour, override_requests_per_day,
                   override_messages_per_day, override_sessions, override_concurrent_requests, override_webhooks
            FROM api_key JOIN account ON account.id = account_id
            WHERE %s = $1 AND revoked_at IS NULL""";
    private static final String FIND_BY_HASH = FIND.formatted("hash");
    private static final String FIND_BY_ID = FIND.formatted("api_key.id");

    /** Skips rows that another replica is writing; uses one order, so that two replicas never block each other. */
    private static final String USED = """
            WITH used AS (
                SELECT api_key.id, at FROM api_key JOIN unnest($1::text[], $2::timestamptz[]) AS seen (id, at) USING (id)
                ORDER BY id FOR UPDATE OF api_key SKIP LOCKED)
            UPDATE api_key SET last_used_at = greatest(last_used_at, at) FROM used WHERE api_key.id = used.id""";

    private final Pool pool;
    private final Plans plans;

    CredentialRepository(Pool pool, Plans plans) {
        this.pool = pool;
        this.plans = plans;
    }

    /** The key if it is not revoked; it may have expired. */
    Uni<Optional<Credential>> find(byte[] hash) {
        return find(FIND_BY_HASH, Tuple.of(Buffer.buffer(hash)));
    }

    /** The same by its id. */
    Uni<Optional<Credential>> findById(String keyId) {
        return find(FIND_BY_ID, Tuple.of(keyId));
    }

    /** Stores when keys were last used, by their ids. */
    Uni<Void> used(Map<String, Instant> seen) {
        Map<String, Instant> sorted = new TreeMap<>(seen);
        String[] ids = sorted.keySet().toArray(String[]::new);
        OffsetDateTime[] times = sorted.values().stream().map(SqlTimes::time).toArray(OffsetDateTime[]::new);
        return pool.preparedQuery(USED).execute(Tuple.of(ids, times)).replaceWithVoid();
    }

    private Uni<Optional<Credential>> find(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(credential(rows.iterator().next())));
    }

    private Credential credential(Row row) {
        Set<Scope> scopes = Stream.of(row.getArrayOfStrings("scopes"))
                .map(Scope::ofWireName)
                .collect(Collectors.toUnmodifiableSet());
        String[] sessions = row.getArrayOfStrings("session_ids");
        String[] networks = row.getArrayOfStrings("networks");
        Caller caller = new Caller(
                row.getString("account_id"),
                row.getString("id"),
                scopes,
                plans.of(row.getString("plan")).with(overrides(row)),
                sessions == null ? null : Set.of(sessions));
        return new Credential(
                caller,
                SqlTimes.instant(row, "expires_at"),
                row.getOffsetDateTime("suspended_at") != null,
                networks == null
                        ? null
                        : Stream.of(networks).map(AddressRange::of).toList());
    }

    private static Overrides overrides(Row row) {
        return new Overrides(
                row.getInteger("override_requests_per_minute"),
                row.getInteger("override_requests_per_hour"),
                row.getInteger("override_requests_per_day"),
                row.getInteger("override_messages_per_day"),
                row.getInteger("override_sessions"),
                row.getInteger("override_concurrent_requests"),
                row.getInteger("override_webhooks"));
    }
}
