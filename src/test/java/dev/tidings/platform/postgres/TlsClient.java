package dev.tidings.platform.postgres;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletionException;

/** Connects as the service does: by JDBC for migrations, by the reactive driver for everything else. */
final class TlsClient {
    static final String PLAIN = "plain";
    static final String ENCRYPTED = "encrypted";
    static final String REFUSED = "refused";

    private static final String IS_ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private static final Vertx VERTX = Vertx.vertx();

    private TlsClient() {}

    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Prints how both drivers fare, a line per address, for a JVM of its own. */
    public static void main(String[] urls) {
        for (String url : urls) {
            System.out.println(jdbc(url) + " " + reactive(url));
        }
        System.exit(0);
    }

    static String jdbc(String url) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(IS_ENCRYPTED)) {
            rows.next();
            return rows.getBoolean(1) ? ENCRYPTED : PLAIN;
        } catch (SQLException e) {
            return REFUSED;
        }
    }

    static Connection connect(String url) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", TlsServer.USER);
        login.setProperty("password", "");
        return new org.postgresql.Driver().connect(DatabaseUrl.parse(url).jdbc(), login);
    }

    static String reactive(String url) {
        DatabaseUrl address = DatabaseUrl.parse(url);
        PgConnectOptions server = PgConnectOptions.fromUri(address.reactive()).setUser(TlsServer.USER);
        Pool pool = new PostgresPoolCreator(new Settings(), address.rootCertificate())
                .create(new Input(VERTX, new PoolOptions().setMaxSize(1), List.of(server)));
        try {
            boolean encrypted = pool.query(IS_ENCRYPTED)
                    .execute()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .iterator()
                    .next()
                    .getBoolean(0);
            return encrypted ? ENCRYPTED : PLAIN;
        } catch (CompletionException e) {
            return REFUSED;
        } finally {
            pool.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private record Input(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    private record Settings() implements DatabaseSettings {
        @Override
        public boolean migrate() {
            return true;
        }

        @Override
        public boolean migrateOnly() {
            return false;
        }

        @Override
        public Duration acquireTimeout() {
            return Duration.ofSeconds(10);
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
