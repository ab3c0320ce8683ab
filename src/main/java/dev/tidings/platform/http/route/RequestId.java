package dev.tidings.platform.http.route;

import com.github.f4b6a3.ulid.Ulid;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * The id of a request: the client's when it is safe in a log line, otherwise made here. Every answer carries it in
 * {@value #HEADER}, every log line of the request under {@value #MDC_KEY}.
 */
public final class RequestId {
    /** The header of the id, in requests and answers. */
    public static final String HEADER = "X-Request-Id";

    /** The key under which log lines carry the id. */
    public static final String MDC_KEY = "requestId";

    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestId() {}

    /** The id of the request; assigns one when the request was refused before it got one. */
    public static String of(RoutingContext ctx) {
        String known = ctx.get(ATTRIBUTE);
        return known != null ? known : assign(ctx);
    }

    /** Keeps or makes the id, and adds it to the answer and to the log context. A second call changes nothing. */
    public static String assign(RoutingContext ctx) {
        String known = ctx.get(ATTRIBUTE);
        String id = known != null ? known : choose(ctx.request());
        ctx.put(ATTRIBUTE, id);
        MDC.put(MDC_KEY, id);
        mark(ctx.response(), id);
        return id;
    }

    public static String choose(HttpServerRequest request) {
        String incoming = request.getHeader(HEADER);
        return incoming != null && ACCEPTABLE.matcher(incoming).matches()
                ? incoming
                : Ulid.fast().toString().toLowerCase(Locale.ROOT);
    }

    public static void mark(HttpServerResponse response, String id) {
        if (!response.headWritten()) {
            response.headers().set(HEADER, id);
        }
    }
}
