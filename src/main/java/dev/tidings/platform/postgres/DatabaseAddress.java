package dev.tidings.platform.postgres;

import dev.tidings.platform.postgres.embedded.BuiltInPostgres;
import dev.tidings.platform.postgres.embedded.DataDirectory;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Decides which database is used: that of {@code DATABASE_URL}, else the built-in server. */
final class DatabaseAddress {

    private static final String DEFAULT_USER = "tidings";
    private static final String DEFAULT_DATA_DIR = ".tidings";
    private static final String NOWHERE = "postgresql://127.0.0.1:1/none";

    private final UnaryOperator<String> settings;
    private Resolved resolved;

    DatabaseAddress(UnaryOperator<String> settings) {
        this.settings = settings;
    }

    /**
     * Address and credentials; an absent password is null.
     *
     * @param problem why there is no address, else null. {@link Migrations} reports it: an exception here would be reported
     *     once per setting, wrapped as a failed validation
     */
    record Resolved(DatabaseUrl url, String username, String password, String problem) {

        static Resolved nowhere(String problem) {
            return new Resolved(DatabaseUrl.parse(NOWHERE), DEFAULT_USER, null, problem);
        }

        @Override
        public String toString() {
            return "Resolved[" + url.server() + "]";
        }
    }

    synchronized Resolved resolve() {
        if (resolved == null) {
            resolved = find();
        }
        return resolved;
    }

    private Resolved find() {
        String url = setting("DATABASE_URL", null);
        try {
            if (url != null) {
                return external(DatabaseUrl.parse(url));
            }
            return isBuilding() ? Resolved.nowhere(null) : builtIn();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Resolved.nowhere(e.getMessage());
        }
    }

    private Resolved external(DatabaseUrl url) {
        String user = setting("DATABASE_USER", url.username());
        return new Resolved(
                url, user == null ? DEFAULT_USER : user, setting("DATABASE_PASSWORD", url.password()), null);
    }

    private Resolved builtIn() {
        Path folder = Path.of(setting("tidings.data-dir", DEFAULT_DATA_DIR));
        BuiltInPostgres.Running server = BuiltInPostgres.runningOrStarted(folder);
        DatabaseUrl url = DatabaseUrl.parse("postgresql://127.0.0.1:" + server.port() + "/" + DataDirectory.DATABASE);
        return new Resolved(url, DataDirectory.USER, server.folder().readPassword(), null);
    }

    /** Class archives and native images are built by running parts of the application, which needs no database. */
    private static boolean isBuilding() {
        return System.getProperty("quarkus.appcds.generate") != null
                || "buildtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));
    }

    private String setting(String name, String otherwise) {
        String value = settings.apply(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
