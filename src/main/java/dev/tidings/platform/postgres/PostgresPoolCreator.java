package dev.tidings.platform.postgres;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits the waits for connections and answers, which have no limit by default, and gives {@code sslmode} its usual meaning. */
@Singleton
class PostgresPoolCreator implements PgPoolCreator {

    private static final String IDLE_IN_TRANSACTION = "5000";

    private final DatabaseSettings settings;
    private final Optional<String> rootCertificate;

    PostgresPoolCreator(
            DatabaseSettings settings,
            @ConfigProperty(name = "tidings.database.root-certificate") Optional<String> rootCertificate) {
        this.settings = settings;
        this.rootCertificate = rootCertificate;
    }

    @Override
    public Pool create(Input input) {
        PoolOptions pool = input.poolOptions()
                .setConnectionTimeout((int) settings.acquireTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        retireIdle(pool);
        input.pgConnectOptionsList().forEach(this::configure);
        return PgBuilder.pool()
                .with(pool)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .withConnectHandler(ConnectionWatchdog::watch)
                .build();
    }

    /**
     * The pool closes an idle connection well before the watchdog would, so that the watchdog never closes one just when a
     * request gets it.
     */
    private void retireIdle(PoolOptions pool) {
        pool.setIdleTimeout(Math.max(1, queryTimeoutMillis() / 2)).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        pool.setPoolCleanerPeriod(Math.max(1, queryTimeoutMillis() / 10));
    }

    private int queryTimeoutMillis() {
        return (int) Math.max(1, settings.queryTimeout().toMillis());
    }

    private void configure(PgConnectOptions server) {
        server.setConnectTimeout((int) settings.connectTimeout().toMillis());
        server.setTcpKeepAlive(true);
        // a process that stands still in the middle of a transaction must not keep others from what it has locked
        server.addProperty("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION);
        server.setIdleTimeout(queryTimeoutMillis()).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if (server.getTrustOptions() == null && !server.isTrustAll()) {
            configureTrust(server);
        }
    }

    private void configureTrust(PgConnectOptions server) {
        SslMode mode = server.getSslMode();
        if (mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL) {
            server.setTrustOptions(rootCertificate
                    .<TrustOptions>map(path -> new PemTrustOptions().addCertPath(path))
                    .orElseGet(PostgresPoolCreator::publicAuthorities));
            server.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        } else {
            // "require" means encryption, as in psql and JDBC; "verify-full" also checks the certificate.
            server.setTrustAll(true);
        }
    }

    private static TrustOptions publicAuthorities() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return TrustOptions.wrap(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no usable trust store", e);
        }
    }
}
