package dev.tidings.platform.http.query;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.FilterPriorities;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what an operation does not declare, as unknown fields of a body are refused: a filter with a typing error would
 * otherwise answer with everything. The same goes for a parameter that comes twice where one value counts.
 */
class QueryFilter {
    private static final String API = "/v1/";
    private static final int LONGEST_NAME = 100;

    private final Map<Method, DeclaredQuery> declared = new ConcurrentHashMap<>();

    @ServerRequestFilter(priority = FilterPriorities.QUERY)
    public void check(ResourceInfo operation, RoutingContext ctx) {
        if (ctx.request().query() == null
                || !ctx.normalizedPath().startsWith(API)
                || operation.getResourceClass().isAnnotationPresent(AnyQuery.class)) {
            return;
        }
        DeclaredQuery query = declared.computeIfAbsent(operation.getResourceMethod(), DeclaredQuery::of);
        Set<String> seen = new HashSet<>();
        // look-ups ignore the case of names, the entries keep it
        for (Map.Entry<String, String> parameter : ctx.queryParams()) {
            String name = parameter.getKey();
            if (!query.has(name)) {
                throw invalid(name, "Unknown. " + query.description());
            }
            if (!seen.add(name) && !query.mayRepeat(name)) {
                throw invalid(name, "Must be given once only.");
            }
        }
    }

    private static ApiException invalid(String name, String reason) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return ApiException.of(ErrorCode.INVALID_REQUEST, shown, reason);
    }
}
