package dev.tidings.platform.http.route;

import io.vertx.ext.web.RoutingContext;

/** The declared path of a request, such as {@code /v1/errors/{code}}: one of a fixed set, whatever clients ask for. */
final class RouteTemplates {
    /** Stands for all paths that are not declared. */
    static final String NONE = "none";

    private RouteTemplates() {}

    /** Reads the routing table, so it also says where a request was going that was refused before. */
    static String of(RoutingContext ctx) {
        String asked = ctx.request().method().name();
        String method = asked.equals("HEAD") ? "GET" : asked;
        return RoutingTable.templates(ctx.normalizedPath()).getOrDefault(method, NONE);
    }
}
