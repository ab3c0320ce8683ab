package dev.tidings.platform.sql;

import dev.tidings.platform.async.BackgroundTasks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Notifications between replicas through PostgreSQL. One may get lost while there is no connection: it only says that it is
 * worth looking now, and every listener also looks from time to time.
 */
@ApplicationScoped
public class PgNotifications {
    /** What listeners get when a connection was made: notifications may have been missed. */
    public static final String MISSED = "";

    /** Names this connection in {@code pg_stat_activity}. */
    static final String NAME = "tidings listener";

    private static final Logger LOG = Logger.getLogger(PgNotifications.class);

    private final Pool pool;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private volatile SqlConnection current;

    PgNotifications(Pool pool) {
        this.pool = pool;
    }

    /**
     * Listens on a channel from the next connection on; called while the application starts.
     *
     * @param channel a word of lower-case letters and underscores
     * @param onNotification gets the payload, or {@link #MISSED}; returns at once
     */
    public void listen(String channel, Consumer<String> onNotification) {
        if (!channel.matches("[a-z_]+")) {
            throw new IllegalArgumentException("not a name of a channel: " + channel);
        }
        listeners.put(channel, onNotification);
    }

    /** Notifies every replica, this one too. Never inside a transaction: PostgreSQL commits transactions that notify one by one. */
    public Uni<Void> send(String channel, String payload) {
        return pool.preparedQuery("SELECT pg_notify($1, $2)")
                .execute(Tuple.of(channel, payload))
                .replaceWithVoid();
    }

    Uni<Void> connect() {
        SqlConnection connection = current;
        return listeners.isEmpty()
                ? Uni.createFrom().voidItem()
                : BackgroundTasks.guard(
                        "Listening to other replicas",
                        connection == null ? pool.getConnection().flatMap(this::listen) : ping(connection));
    }

    /** Finds out when the server no longer answers, and keeps the watchdog from closing a connection that is merely idle. */
    private static Uni<Void> ping(SqlConnection connection) {
        return connection.query("SELECT 1").execute().replaceWithVoid();
    }

    private Uni<Void> listen(SqlConnection connection) {
        PgConnection server = PgConnection.cast(connection.getDelegate());
        server.notificationHandler(notification ->
                listeners.getOrDefault(notification.getChannel(), ignored -> {}).accept(notification.getPayload()));
        // after any failure the connection is closed
        server.exceptionHandler(failure -> LOG.debug("Listening to other replicas", failure));
        server.closeHandler(closed -> current = null);
        String channels = String.join(
                "; ", listeners.keySet().stream().map(name -> "LISTEN " + name).toList());
        return connection
                .query("SET application_name = '" + NAME + "'; " + channels)
                .execute()
                .invoke(() -> {
                    current = connection;
                    listeners.values().forEach(listener -> listener.accept(MISSED));
                })
                .replaceWithVoid()
                .onFailure()
                .call(connection::close);
    }
}
