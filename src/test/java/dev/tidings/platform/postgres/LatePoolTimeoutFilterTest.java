package dev.tidings.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LatePoolTimeoutFilterTest {

    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Test
    void dropsTheSecondFailureOfAQueryInThePool() {
        assertFalse(isLogged(failure("Result is already completed", POOL)));
    }

    @Test
    void keepsEverythingElse() {
        assertTrue(isLogged(null));
        assertTrue(isLogged(failure("Result is already completed", "dev.tidings.Other")));
        assertTrue(isLogged(failure("Something else", POOL)));
    }

    private static boolean isLogged(Throwable thrown) {
        LogRecord entry = new LogRecord(Level.SEVERE, "Uncaught exception");
        entry.setThrown(thrown);
        return new LatePoolTimeoutFilter().isLoggable(entry);
    }

    private static Throwable failure(String message, String thrownIn) {
        IllegalStateException failure = new IllegalStateException(message);
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("io.vertx.core.Promise", "fail", "Promise.java", 90),
            new StackTraceElement(thrownIn, "execute", "Source.java", 216),
        });
        return failure;
    }
}
