package dev.tidings.platform.http.entry;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.error.HttpStatusTranslator;
import dev.tidings.platform.http.route.AllowedMethods;
import dev.tidings.platform.http.route.FilterPriorities;
import dev.tidings.platform.http.route.HttpConfig;
import dev.tidings.platform.http.route.ManagementPages;
import dev.tidings.platform.http.route.PercentEncoding;
import dev.tidings.platform.http.route.RequestId;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.SortedSet;

/** The first steps of every request: its id, the limits of line and headers, the second base path, its method. */
@Singleton
class EntryRoutes {
    private static final String ALIAS = "/api/v1";
    private static final String ALWAYS = "OPTIONS";
    private static final String OF_PAGES = "GET, HEAD, OPTIONS";
    private static final int API_PREFIX = "/api".length();

    private final HttpConfig settings;

    EntryRoutes(HttpConfig settings) {
        this.settings = settings;
    }

    void install(@Observes Router router) {
        router.route().order(FilterPriorities.REQUEST_ID).handler(EntryRoutes::identify);
        router.route().order(FilterPriorities.LIMITS).handler(this::limit);
        router.route().order(FilterPriorities.ALIAS).handler(EntryRoutes::unalias);
        router.options().order(FilterPriorities.OPTIONS).handler(EntryRoutes::options);
        router.route("/v1/*").order(FilterPriorities.METHOD).handler(EntryRoutes::requireMethod);
    }

    private static void identify(RoutingContext ctx) {
        RequestId.assign(ctx);
        ctx.next();
    }

    private void limit(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (request.method() == HttpMethod.TRACE || request.method() == HttpMethod.CONNECT) {
            ctx.fail(ApiException.of(ErrorCode.METHOD_NOT_ALLOWED));
            return;
        }
        if (waitsForContinue(request)) {
            closeUnlessBegun(ctx);
        }
        ApiException refusal = refusal(request);
        if (refusal != null) {
            ctx.fail(refusal);
        } else {
            ctx.next();
        }
    }

    /** Without permission a client may send its body or not, so it is not clear what the next bytes of the connection are. */
    private static void closeUnlessBegun(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        ctx.addHeadersEndHandler(head -> {
            if (waitsForContinue(request)) {
                request.response().headers().set("Connection", "close");
            }
        });
        ctx.addEndHandler(done -> {
            if (waitsForContinue(request)) {
                request.connection().close();
            }
        });
    }

    private static boolean waitsForContinue(HttpServerRequest request) {
        return request.getHeader("Expect") != null;
    }

    private ApiException refusal(HttpServerRequest request) {
        if (request.uri().length() > settings.maxTargetLength()) {
            return invalid("path", "The path and query hold at most " + settings.maxTargetLength() + " characters.");
        }
        if (headerLength(request) > settings.maxHeaderLength()) {
            return ApiException.because(
                    ErrorCode.INVALID_REQUEST,
                    "The headers together hold at most " + settings.maxHeaderLength() + " characters.");
        }
        if (request.headers().getAll("Host").size() > 1) {
            return invalid("Host", "HTTP/1.1 needs exactly one valid Host header.");
        }
        String encoding = request.getHeader("Transfer-Encoding");
        if (encoding != null && !encoding.trim().equalsIgnoreCase("chunked")) {
            return invalid("Transfer-Encoding", "Only chunked is supported.");
        }
        String expect = request.getHeader("Expect");
        if (expect != null && !expect.trim().equalsIgnoreCase("100-continue")) {
            return HttpStatusTranslator.translate(417);
        }
        String path = PercentEncoding.fault(request.path());
        if (path != null) {
            return invalid("path", path);
        }
        String query = PercentEncoding.fault(request.query());
        return query == null ? null : invalid("query", query);
    }

    private static long headerLength(HttpServerRequest request) {
        long length = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length;
    }

    private static void unalias(RoutingContext ctx) {
        String path = ctx.request().path();
        if (!path.startsWith(ALIAS) || (path.length() > ALIAS.length() && path.charAt(ALIAS.length()) != '/')) {
            ctx.next();
            return;
        }
        String query = ctx.request().query();
        ctx.reroute(path.substring(API_PREFIX) + (query == null ? "" : "?" + query));
    }

    /** Whatever the path: whether there is something is for those to know who have a key. */
    private static void options(RoutingContext ctx) {
        SortedSet<String> methods = AllowedMethods.of(ctx.normalizedPath());
        String allowed = ManagementPages.include(ctx) ? OF_PAGES : ALWAYS;
        ctx.response()
                .putHeader("Allow", methods.isEmpty() ? allowed : String.join(", ", methods))
                .end();
    }

    /** Here and not in Quarkus REST, which takes the fixed words of other methods for ids. */
    private static void requireMethod(RoutingContext ctx) {
        SortedSet<String> methods = AllowedMethods.of(ctx.normalizedPath());
        if (methods.isEmpty() || methods.contains(ctx.request().method().name())) {
            ctx.next();
        } else {
            ctx.fail(ApiException.of(ErrorCode.METHOD_NOT_ALLOWED));
        }
    }

    private static ApiException invalid(String field, String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, field, reason);
    }
}
