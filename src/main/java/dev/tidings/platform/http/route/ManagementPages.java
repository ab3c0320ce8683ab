package dev.tidings.platform.http.route;

import io.vertx.ext.web.RoutingContext;

/** The pages of Quarkus beside the API: health, metrics, Swagger UI. */
public final class ManagementPages {
    private static final String ROOT = "/q/";

    private ManagementPages() {}

    public static boolean include(RoutingContext ctx) {
        String path = ctx.request().path();
        return path != null && path.startsWith(ROOT);
    }
}
