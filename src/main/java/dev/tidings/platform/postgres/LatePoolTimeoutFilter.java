package dev.tidings.platform.postgres;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps a harmless stack trace out of the log. When a connection cannot be made, the pool of Vert.x 4.5 fails the query but
 * not its timer, which later fails the same query again: without the database that would be a stack trace per request.
 */
@LoggingFilter(name = "late-pool-timeouts")
final class LatePoolTimeoutFilter implements Filter {

    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";
    private static final String LATE = "Result is already complete";

    @Override
    public boolean isLoggable(LogRecord entry) {
        return !isLate(entry.getThrown());
    }

    private static boolean isLate(Throwable thrown) {
        return thrown instanceof IllegalStateException
                && String.valueOf(thrown.getMessage()).startsWith(LATE)
                && Arrays.stream(thrown.getStackTrace()).limit(3).anyMatch(frame -> POOL.equals(frame.getClassName()));
    }
}
