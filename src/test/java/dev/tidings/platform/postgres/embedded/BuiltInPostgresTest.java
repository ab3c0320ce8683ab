package dev.tidings.platform.postgres.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.VertxException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BuiltInPostgresTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int poolSize;

    @Test
    void servesTheReactivePool() {
        assertEquals("1", single("SELECT 1::text"));
    }

    @Test
    void keepsWhatItHasCommitted() {
        assertEquals("on", single("SHOW fsync"));
        assertEquals("on", single("SHOW synchronous_commit"));
    }

    @Test
    void listensOnTheLoopbackOnlyAndAsksForAPassword() {
        assertEquals("127.0.0.1", single("SHOW listen_addresses"));
        assertEquals("scram-sha-256", single("SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"));
    }

    @Test
    void hasTheSchemaBeforeAnythingStarts() {
        assertEquals("true", single("SELECT bool_and(success)::text FROM flyway_schema_history"));
    }

    @Test
    void failsSoonWhenEveryConnectionStaysInUse() {
        List<SqlConnection> taken = new ArrayList<>();
        try {
            // those that the service itself holds cannot be taken
            while (taken.size() < poolSize && takeOne(taken)) {}
            taken.forEach(BuiltInPostgresTest::use);
            assertThrows(VertxException.class, () -> single("SELECT 1::text"));
        } finally {
            taken.forEach(connection -> connection.close().await().atMost(PATIENCE));
        }
        assertEquals("1", single("SELECT 1::text"));
    }

    private boolean takeOne(List<SqlConnection> taken) {
        try {
            SqlConnection connection = pool.getConnection().await().atMost(PATIENCE);
            use(connection);
            return taken.add(connection);
        } catch (CompletionException timeout) {
            return false;
        }
    }

    /** One that says nothing for long is taken for lost, and another one comes in its place. */
    private static void use(SqlConnection connection) {
        connection.query("SELECT 1").execute().await().atMost(PATIENCE);
    }

    private String single(String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .atMost(PATIENCE);
    }
}
