package dev.tidings.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresPoolCreatorTest {

    private final Vertx vertx = Vertx.vertx();
    private ServerSocket silent;

    @BeforeEach
    void listenWithoutEverAnswering() throws IOException {
        silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        silent.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void failsARequestSoonWhenTheServerIsSilent() {
        Pool pool = pool(new Settings(Duration.ofMillis(300)));

        long start = System.nanoTime();
        assertThrows(ExecutionException.class, () -> connect(pool));

        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void refusesAtOnceWhenNothingListens() throws IOException {
        Pool pool = pool(new Settings(Duration.ofSeconds(20)));
        silent.close();

        ExecutionException failure = assertThrows(ExecutionException.class, () -> connect(pool));

        assertTrue(failure.getCause().getMessage().contains("refused"), failure.getMessage());
    }

    private static void connect(Pool pool) throws Exception {
        pool.getConnection().toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    private Pool pool(Settings settings) {
        PgConnectOptions server = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(silent.getLocalPort())
                .setDatabase("none")
                .setUser("none");
        return new PostgresPoolCreator(settings, Optional.empty())
                .create(new Input(vertx, new PoolOptions().setMaxSize(1), List.of(server)));
    }

    private record Input(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    private record Settings(Duration acquireTimeout) implements DatabaseSettings {

        @Override
        public boolean migrate() {
            return true;
        }

        @Override
        public boolean migrateOnly() {
            return false;
        }

        @Override
        public Duration queryTimeout() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(10);
        }
    }
}
