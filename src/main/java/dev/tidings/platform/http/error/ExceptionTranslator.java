package dev.tidings.platform.http.error;

import dev.tidings.platform.async.ClientLeftException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;

/** Translates the exceptions of frameworks into the catalogue. Looks through wrappers for the real cause. */
public final class ExceptionTranslator {
    /** Classes of SQLSTATE that mean "not now": connection, resources, shutdown, lock not available, aborted. */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57");

    private static final Set<String> UNAVAILABLE_STATES = Set.of("55P03", "40001", "40P01", "25006", "58000", "58030");

    private static final int LONGEST_CHAIN = 20;

    private ExceptionTranslator() {}

    /** The failure as the client sees it; {@code internal_server_error} for everything unknown. */
    static ApiException translate(Throwable failure) {
        Throwable current = failure;
        for (int i = 0; current != null && i < LONGEST_CHAIN; i++) {
            if (current instanceof ApiException known) {
                return known;
            }
            if (isUnavailable(current)) {
                return ApiException.of(ErrorCode.SERVICE_UNAVAILABLE);
            }
            if (current instanceof WebApplicationException answer) {
                return HttpStatusTranslator.translate(answer.getResponse().getStatus());
            }
            current = current.getCause();
        }
        return ApiException.of(ErrorCode.INTERNAL_SERVER_ERROR);
    }

    /** Whether the client closed the connection: there is no one to answer, and nothing is wrong here. */
    public static boolean isDisconnect(Throwable failure) {
        return failure instanceof ClientLeftException
                || failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof ClosedChannelException
                || (failure instanceof SocketException && "Connection reset".equals(failure.getMessage()));
    }

    private static boolean isUnavailable(Throwable failure) {
        if (failure instanceof PgException database) {
            String state = database.getSqlState();
            return state != null
                    && state.length() == 5
                    && (UNAVAILABLE_CLASSES.contains(state.substring(0, 2)) || UNAVAILABLE_STATES.contains(state));
        }
        return failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof SocketException
                || failure instanceof ClosedChannelException
                || failure instanceof ClosedConnectionException
                || failure instanceof HttpClosedException
                || failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || failure instanceof FaultToleranceException
                || failure instanceof RejectedExecutionException
                || isPoolTrouble(failure);
    }

    /** The pool's exceptions say what happened only in their message. */
    private static boolean isPoolTrouble(Throwable failure) {
        String type = failure.getClass().getName();
        String message = failure.getMessage();
        return type.startsWith("io.vertx.")
                && message != null
                && (message.startsWith("Timeout")
                        || message.contains("max wait queue size")
                        || message.contains("Pool closed")
                        || message.contains("pool is closed")
                        || message.contains("onnection is closed")
                        || message.contains("onnection is not active"));
    }
}
