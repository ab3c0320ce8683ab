package dev.tidings.platform.process;

import jakarta.interceptor.Interceptor;

/** What comes first at startup, as priorities of {@code StartupEvent}; everything else, background work too, comes after. */
public final class StartupOrder {
    /** The handling of SIGTERM, and the check for unknown settings. */
    public static final int PROCESS = Interceptor.Priority.PLATFORM_BEFORE - 4;

    /** A job that only migrates ends here: it has a database, and none of the keys. */
    public static final int MIGRATE_ONLY = Interceptor.Priority.PLATFORM_BEFORE - 3;

    /** Keys come before the database: without them nothing can start. */
    public static final int OPERATOR_KEY = Interceptor.Priority.PLATFORM_BEFORE - 2;

    /** After the operator's key, from which it may be derived. */
    public static final int SECRETS_KEY = Interceptor.Priority.PLATFORM_BEFORE - 1;

    /** Before anything uses the database. */
    public static final int SCHEMA = Interceptor.Priority.PLATFORM_BEFORE;

    private StartupOrder() {}
}
