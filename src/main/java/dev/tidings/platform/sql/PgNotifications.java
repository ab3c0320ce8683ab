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
 * What replicas tell each other through PostgreSQL. A notice may get lost while the connection is away: it only ever says that
 * looking now is worth while, and whoever listens looks by itself now and then.
 */
@ApplicationScoped
public class PgNotifications {
    /** What listeners get when a connection was made: notices may have been missed. */
    public static final String MISSED = "";

    /** Tells the connection of this room from others in {@code pg_stat_activity}. */
    static final String NAME = "tidings listener";

    private static final Logger LOG = Logger.getLogger(PgNotifications.class);

    private final Pool pool;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private volatile SqlConnection current;

    PgNotifications(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes the notices of a channel from the next connection on; called while the application starts.
     *
     * @param channel a word of lower-case letters and underscores
     * @param onNotice gets the payload, or {@link #MISSED}; returns at once
     */
    public void listen(String channel, Consumer<String> onNotice) {
        if (!channel.matches("[a-z_]+")) {
            throw new IllegalArgumentException("no name of a channel: " + channel);
        }
        listeners.put(channel, onNotice);
    }

    /** Tells every replica, this one too. Never inside a transaction: notices are committed one after the other. */
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

    /** Finds out that the server says nothing any more, and keeps the connection from being taken for one where it does. */
    private static Uni<Void> ping(SqlConnection connection) {
        return connection.query("SELECT 1").execute().replaceWithVoid();
    }

    private Uni<Void> listen(SqlConnection connection) {
        PgConnection server = PgConnection.cast(connection.getDelegate());
        server.notificationHandler(notice ->
                listeners.getOrDefault(notice.getChannel(), ignored -> {}).accept(notice.getPayload()));
        // whatever goes wrong with it, it is closed then
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
