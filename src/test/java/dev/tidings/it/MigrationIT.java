package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import dev.tidings.support.TidingsProcess.Exit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Migrations by a job of their own, as Kubernetes runs them, and replicas that wait for it. */
class MigrationIT {

    @BeforeAll
    static void startProcesses() {
        TidingsProcess.requireOwn();
    }

    @Test
    void aJobMigratesAnEmptyDatabaseWithoutAnOperatorsKeyAndEnds() {
        String database = TestPostgres.running().newDatabase();

        Exit first = migrate(database);
        Exit again = migrate(database);

        assertEquals(0, first.code(), first.log()::text);
        assertTrue(first.log().text().contains("Brought the schema to version"), first.log()::text);
        assertTrue(first.log().text().contains("is up to date"), first.log()::text);
        assertEquals(0, again.code(), again.log()::text);
    }

    @Test
    void aReplicaIsNotReadyBeforeTheSchemaIsThere() throws Exception {
        String database = TestPostgres.running().newDatabase();
        TidingsProcess.Builder waiting = replica(database);
        CompletableFuture<TidingsProcess> start = CompletableFuture.supplyAsync(waiting::start);
        await().pollDelay(Duration.ofSeconds(4)).until(() -> !start.isDone());

        assertEquals(0, migrate(database).code());

        try (TidingsProcess service = start.get(60, TimeUnit.SECONDS)) {
            assertTrue(service.log().text().contains("Waiting for the schema"), service.log()::text);
            service.client().createSession("waited");
        }
    }

    @Test
    void aReplicaThatWaitsForTheSchemaStopsWhenAsked() {
        Exit exit = replica(TestPostgres.running().newDatabase()).runUntil("Waiting for the schema");

        assertTrue(exit.took().compareTo(Duration.ofSeconds(10)) < 0, () -> "took " + exit.took());
        assertEquals(0, exit.code(), exit.log()::text);
    }

    private static TidingsProcess.Builder replica(String database) {
        return TidingsProcess.builder().env("DATABASE_URL", database).env("TIDINGS_DATABASE_MIGRATE", "false");
    }

    private static Exit migrate(String database) {
        return TidingsProcess.builder()
                .adminKey(null)
                .env("DATABASE_URL", database)
                .env("TIDINGS_DATABASE_MIGRATE", "false")
                .env("TIDINGS_DATABASE_MIGRATE_ONLY", "true")
                .runUntilExit();
    }
}
