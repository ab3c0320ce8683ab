package dev.tidings.http;

import io.vertx.ext.web.RoutingContext;

/** The pages of Quarkus beside the API: health, metrics, Swagger UI. */
final class ManagementPages {
    private static final String ROOT = "/q/";

    private ManagementPages() {}

    static boolean include(RoutingContext ctx) {
        String path = ctx.request().path();
        return path != null && path.startsWith(ROOT);
    }
}
