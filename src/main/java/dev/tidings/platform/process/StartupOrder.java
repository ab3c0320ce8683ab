package dev.tidings.platform.process;

import jakarta.interceptor.Interceptor;

/** What is seen to first at a start, as priorities of {@code StartupEvent}; all else, background work too, comes after these. */
public final class StartupOrder {
    /** Whether the process can be asked to stop, and was configured with what exists. */
    public static final int PROCESS = Interceptor.Priority.PLATFORM_BEFORE - 4;

    /** A job that only migrates ends here: it is given a database, and none of the keys. */
    public static final int MIGRATE_ONLY = Interceptor.Priority.PLATFORM_BEFORE - 3;

    /** Keys come before the database: without them there is nothing to start for. */
    public static final int OPERATOR_KEY = Interceptor.Priority.PLATFORM_BEFORE - 2;

    /** Told after the operator's key, which stands in for one of its own. */
    public static final int SECRETS_KEY = Interceptor.Priority.PLATFORM_BEFORE - 1;

    /** Before anything uses the database. */
    public static final int SCHEMA = Interceptor.Priority.PLATFORM_BEFORE;

    private StartupOrder() {}
}
