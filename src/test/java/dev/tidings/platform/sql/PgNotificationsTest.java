package dev.tidings.platform.sql;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PgNotificationsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    PgNotifications notices;

    @Inject
    Pool pool;

    @Test
    void areHeardAgainAfterTheConnectionBreaksAndWhatWasMissedIsMadeUpFor() {
        AtomicInteger heard = new AtomicInteger();
        notices.listen("test_news", ignored -> heard.incrementAndGet());
        cutTheListener();
        await().atMost(SOON).until(() -> heard.get() == 1);

        notices.send("test_news", "").await().atMost(SOON);

        await().atMost(SOON).until(() -> heard.get() == 2);
        cutTheListener();
        await().atMost(SOON).until(() -> heard.get() == 3);
    }

    private void cutTheListener() {
        await().atMost(SOON)
                .until(() -> pool.preparedQuery("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                        + " WHERE datname = current_database() AND application_name = $1")
                                .executeAndAwait(Tuple.of(PgNotifications.NAME))
                                .iterator()
                                .next()
                                .getLong(0)
                        == 1);
    }
}
