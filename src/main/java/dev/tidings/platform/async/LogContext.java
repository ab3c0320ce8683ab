package dev.tidings.platform.async;

import io.smallrye.common.vertx.VertxContext;
import org.jboss.logging.MDC;

/**
 * What every log line says about the work it belongs to, beside the id of the request. It lasts as long as the context of
 * that work. On a shared context it would also mark the work of others, so there nothing is set.
 */
public final class LogContext {
    /** The key of the account that the work is done for. */
    private static final String ACCOUNT = "accountId";

    /** The key of the session that the work is about. */
    private static final String SESSION = "sessionId";

    private LogContext() {}

    public static void account(String accountId) {
        put(ACCOUNT, accountId);
    }

    public static void session(String sessionId) {
        put(SESSION, sessionId);
    }

    private static void put(String key, String value) {
        if (VertxContext.isOnDuplicatedContext()) {
            MDC.put(key, value);
        }
    }
}
