package dev.tidings.postgres;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
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
 * Brings the schema up to date before anything else starts and before HTTP opens. What keeps it from doing so is
 * told in one line, since an operator can mend it and a stack trace only hides it.
 */
@ApplicationScoped
class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);

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

    void run(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (problem.isPresent()) {
            throw stop(problem.get());
        }
        BuiltInPostgres.running()
                .ifPresent(server -> LOG.infof(
                        "Running on the built-in PostgreSQL, data in %s (set DATABASE_URL to use another one)",
                        server.folder().data()));
        check();
        if (settings.migrate()) {
            migrate();
        }
    }

    /** Connects once by hand: the pools log a stack trace, and wait longer, when a database cannot be reached. */
    private void check() {
        DatabaseUrl url = DatabaseUrl.parse(jdbcUrl);
        Properties login = new Properties();
        String seconds = Long.toString(Math.max(1, settings.connectTimeout().toSeconds()));
        login.setProperty("user", username);
        password.ifPresent(secret -> login.setProperty("password", secret));
        login.setProperty("connectTimeout", seconds);
        login.setProperty("loginTimeout", seconds);
        // Else a server that accepts and then says nothing is given up after the driver's own five seconds.
        login.setProperty(
                "sslResponseTimeout", Long.toString(settings.connectTimeout().toMillis()));
        try (Connection connection = new org.postgresql.Driver().connect(jdbcUrl, login)) {
            LOG.debugf("Connected to PostgreSQL at %s", url.server());
        } catch (SQLException e) {
            LOG.debug("No connection to the database", e);
            throw stop(ConnectionFailure.describe(e, url, username, seconds));
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
            throw stop("The schema in the database at "
                    + DatabaseUrl.parse(jdbcUrl).server() + " could not be brought up to date: "
                    + e.getMessage().strip());
        }
    }

    /**
     * Quarkus prints the message of this root cause alone and exits with its code. On top it would be taken for a
     * deliberate end of the start, and the process would wait for ever.
     */
    private static IllegalStateException stop(String message) {
        return new IllegalStateException(new PreventFurtherStepsException(message, 1));
    }
}
