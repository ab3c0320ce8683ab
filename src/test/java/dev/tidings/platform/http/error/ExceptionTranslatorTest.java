package dev.tidings.platform.http.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.hibernate.HibernateException;
import org.junit.jupiter.api.Test;

class ExceptionTranslatorTest {

    @Test
    void takesADatabaseOutOfReachForUnavailable() {
        List<Throwable> outOfReach = List.of(
                new ConnectException("refused"),
                new UnknownHostException("db"),
                new SocketException("Connection reset"),
                new NoStackTraceThrowable("Timeout"),
                new VertxException("Timeout waiting for connection"),
                new ConnectionPoolTooBusyException("Connection pool reached max wait queue size of 1"),
                ClosedConnectionException.INSTANCE,
                new VertxException("Connection is closed"),
                new TimeoutException(),
                new PgException("m", "FATAL", "57P03", "d"));
        for (Throwable cause : outOfReach) {
            assertEquals(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    ExceptionTranslator.translate(cause).code(),
                    cause.toString());
            Throwable wrapped = new CompletionException(new HibernateException("m", cause));
            assertEquals(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    ExceptionTranslator.translate(wrapped).code(),
                    cause.toString());
        }
    }

    @Test
    void takesEverythingElseForABug() {
        Exception circle = new Exception("a");
        circle.initCause(new Exception("b", circle));
        List<Throwable> bugs = List.of(
                circle,
                new IllegalStateException("Timeout"),
                new PgException("m", "ERROR", "23505", "d"),
                new PgException("m", "ERROR", null, "d"),
                new NoStackTraceThrowable("something"),
                new OutOfMemoryError());
        for (Throwable bug : bugs) {
            assertEquals(
                    ErrorCode.INTERNAL_SERVER_ERROR,
                    ExceptionTranslator.translate(bug).code(),
                    bug.toString());
        }
    }

    @Test
    void findsTheApiExceptionWithinAWrapper() {
        ApiException failure = ApiException.of(ErrorCode.SESSION_CONFLICT);
        assertEquals(failure, ExceptionTranslator.translate(new CompletionException(failure)));
    }

    @Test
    void roundsRetryAfterUp() {
        ErrorCode limit = ErrorCode.RATE_LIMIT_EXCEEDED;
        assertEquals("1", ErrorWriter.retryAfter(ApiException.retryAfter(limit, Duration.ZERO)));
        assertEquals("3", ErrorWriter.retryAfter(ApiException.retryAfter(limit, Duration.ofMillis(2_001))));
        assertEquals("5", ErrorWriter.retryAfter(ApiException.of(ErrorCode.SERVICE_UNAVAILABLE)));
        assertEquals("1", ErrorWriter.retryAfter(ApiException.of(limit)));
        assertNull(ErrorWriter.retryAfter(ApiException.of(ErrorCode.SESSION_CONFLICT)));
    }
}
