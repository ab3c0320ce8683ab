package dev.tidings.access.audit;

import dev.tidings.platform.sql.SqlTimes;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The audit trail in PostgreSQL. */
@ApplicationScoped
class AuditRepository {
    private static final String INSERT = """
            INSERT INTO audit (id, created_at, actor_account_id, actor_key_id, action, account_id, target_id, details)
            VALUES (:id, :at, :actorAccount, :actorKey, :action, :account, :target, CAST(CAST(:details AS text) AS jsonb))""";

    private static final String LIST = """
            SELECT id, created_at, actor_account_id, actor_key_id, action, account_id, target_id, details FROM audit
            WHERE ($1::text IS NULL OR account_id = $1) AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3""";

    private final Pool pool;

    AuditRepository(Pool pool) {
        this.pool = pool;
    }

    /** Inserts within the current Panache transaction. */
    Uni<Void> insert(AuditEntry entry) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", entry.id())
                        .setParameter("at", SqlTimes.time(entry.at()))
                        .setParameter("actorAccount", entry.actor().accountId())
                        .setParameter("actorKey", entry.actor().keyId())
                        .setParameter("action", entry.action().wireName())
                        .setParameter("account", entry.accountId())
                        .setParameter("target", entry.targetId())
                        .setParameter("details", new JsonObject(entry.details()).encode())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<AuditEntry>> list(String accountId, String afterId, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(accountId, afterId, limit))
                .map(rows -> {
                    List<AuditEntry> entries = new ArrayList<>(rows.size());
                    rows.forEach(row -> entries.add(entry(row)));
                    return entries;
                });
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getString("id"),
                SqlTimes.instant(row, "created_at"),
                new Actor(row.getString("actor_account_id"), row.getString("actor_key_id")),
                AuditAction.ofWireName(row.getString("action")),
                row.getString("account_id"),
                row.getString("target_id"),
                row.getJsonObject("details").getMap());
    }
}
