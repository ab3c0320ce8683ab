package dev.tidings.platform.sql;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;

/** Notifications as another replica gets them, on a connection of its own. */
public final class TestNotifications {
    private TestNotifications() {}

    public static PgNotifications on(Pool pool) {
        return new PgNotifications(pool);
    }

    /** Listens on the channels that were named so far. */
    public static void connect(PgNotifications notifications) {
        notifications.connect().await().atMost(Duration.ofSeconds(10));
    }
}
