package dev.tidings.platform.postgres;

import dev.tidings.platform.postgres.embedded.BuiltInPostgres;
import dev.tidings.platform.process.StartupFailure;
import dev.tidings.platform.process.StartupOrder;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.jboss.logging.Logger;

/**
 * Makes sure that the schema is up to date before anything else starts and before HTTP opens: migrates it, or waits until
 * something else has done so. A failure is reported in one line, since an operator can fix it and a stack trace only hides it.
 */
@ApplicationScoped
class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final long POLL_MILLIS = 500;

    private final Flyway flyway;
    private final DatabaseSettings settings;
    private final String jdbcUrl;
    private final String username;
    private final Optional<String> password;
    private final Optional<String> problem;

    Migrations(
            Flyway flyway,
            DatabaseSettings settings,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
            @ConfigProperty(name = "quarkus.datasource.username") String username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            @ConfigProperty(name = "tidings.database.problem") Optional<String> problem) {
        this.flyway = flyway;
        this.settings = settings;
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
        this.problem = problem;
    }

    void runAlone(@Observes @Priority(StartupOrder.MIGRATE_ONLY) StartupEvent start) {
        if (settings.migrateOnly()) {
            connect();
            migrate();
            throw StartupFailure.done("The schema in the database at " + server() + " is up to date.");
        }
    }

    void run(@Observes @Priority(StartupOrder.SCHEMA) StartupEvent start) {
        connect();
        if (settings.migrate()) {
            migrate();
        } else {
            awaitSchema();
        }
    }

    private void connect() {
        if (problem.isPresent()) {
            throw StartupFailure.because(problem.get());
        }
        BuiltInPostgres.running()
                .ifPresent(server -> LOG.infof(
                        "Running on the built-in PostgreSQL, data in %s (set DATABASE_URL to use another one)",
                        server.folder().data()));
        check();
    }

    /** Connects once without the pools, which log a stack trace and wait longer when a database cannot be reached. */
    private void check() {
        DatabaseUrl url = DatabaseUrl.parse(jdbcUrl);
        Properties login = new Properties();
        String seconds = Long.toString(Math.max(1, settings.connectTimeout().toSeconds()));
        login.setProperty("user", username);
        password.ifPresent(secret -> login.setProperty("password", secret));
        login.setProperty("connectTimeout", seconds);
        login.setProperty("loginTimeout", seconds);
        // Without it the driver waits five seconds for a server that accepts and then sends nothing.
        login.setProperty(
                "sslResponseTimeout", Long.toString(settings.connectTimeout().toMillis()));
        try (Connection connection = new org.postgresql.Driver().connect(jdbcUrl, login)) {
            LOG.debugf("Connected to PostgreSQL at %s", url.server());
        } catch (SQLException e) {
            LOG.debug("No connection to the database", e);
            throw StartupFailure.because(ConnectionFailure.describe(e, url, username, seconds));
        }
    }

    private void migrate() {
        try {
            MigrateResult result = flyway.migrate();
            if (result.migrationsExecuted > 0) {
                LOG.infof("Brought the schema to version %s", result.targetSchemaVersion);
            }
        } catch (FlywayException e) {
            LOG.debug("Migration failed", e);
            throw StartupFailure.because("The schema in the database at " + server()
                    + " could not be brought up to date: " + e.getMessage().strip());
        }
    }

    /** Waits without a limit: the orchestrator decides how long a start may take. A schema newer than this release is fine. */
    private void awaitSchema() {
        if (isUpToDate()) {
            return;
        }
        LOG.infof("Waiting for the schema in the database at %s to be brought up to date", server());
        while (!isUpToDate()) {
            if (ApplicationLifecycleManager.isVmShuttingDown()) {
                throw StartupFailure.because("Asked to stop while waiting for the schema.");
            }
            pause();
        }
    }

    private boolean isUpToDate() {
        try {
            return flyway.info().pending().length == 0;
        } catch (FlywayException e) {
            LOG.debug("The state of the schema is not known", e);
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StartupFailure.because("Interrupted while waiting for the schema.");
        }
    }

    private String server() {
        return DatabaseUrl.parse(jdbcUrl).server();
    }
}
