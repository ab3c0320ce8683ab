package dev.tidings.postgres;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Decides which database is meant: the one of {@code DATABASE_URL}, else the built-in server. */
final class DatabaseAddress {

    private static final String DEFAULT_USER = "tidings";
    private static final String DEFAULT_DATA_DIR = ".tidings";
    private static final String NOWHERE = "postgresql://127.0.0.1:1/none";

    private final UnaryOperator<String> settings;
    private volatile Resolved resolved;

    DatabaseAddress(UnaryOperator<String> settings) {
        this.settings = settings;
    }

    /** Address and credentials; an absent password is null. */
    record Resolved(DatabaseUrl url, String username, String password) {

        @Override
        public String toString() {
            return "Resolved[" + url.server() + "]";
        }
    }

    Resolved resolve() {
        Resolved known = resolved;
        if (known == null) {
            known = find();
            resolved = known;
        }
        return known;
    }

    private Resolved find() {
        String url = setting("DATABASE_URL", null);
        if (url != null) {
            return external(DatabaseUrl.parse(url));
        }
        if (isBuilding()) {
            return external(DatabaseUrl.parse(NOWHERE));
        }
        return builtIn();
    }

    private Resolved external(DatabaseUrl url) {
        String user = setting("DATABASE_USER", url.username());
        return new Resolved(url, user == null ? DEFAULT_USER : user, setting("DATABASE_PASSWORD", url.password()));
    }

    private Resolved builtIn() {
        Path folder = Path.of(setting("tidings.data-dir", DEFAULT_DATA_DIR));
        BuiltInPostgres.Running server = BuiltInPostgres.runningOrStarted(folder);
        DatabaseUrl url = DatabaseUrl.parse("postgresql://127.0.0.1:" + server.port() + "/" + PostgresFolder.DATABASE);
        return new Resolved(url, PostgresFolder.USER, server.folder().readPassword());
    }

    /** Archives of classes and native images are made by running parts of the application, and need no database. */
    private static boolean isBuilding() {
        return System.getProperty("quarkus.appcds.generate") != null
                || "buildtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));
    }

    private String setting(String name, String otherwise) {
        String value = settings.apply(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
