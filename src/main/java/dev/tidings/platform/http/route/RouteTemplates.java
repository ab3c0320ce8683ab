package dev.tidings.platform.http.route;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

/** The declared path behind a request, such as {@code /v1/sessions/{id}}: one of few, whatever clients ask for. */
final class RouteTemplates {
    /** Stands for all paths that are declared nowhere. */
    static final String NONE = "none";

    private RouteTemplates() {}

    /** Reads the routing table, so it also tells where a request was going that was refused before. */
    static String of(RoutingContext ctx) {
        String asked = ctx.request().method().name();
        String method = asked.equals("HEAD") ? "GET" : asked;
        for (RoutingTable.Match match : RoutingTable.find(ctx.normalizedPath())) {
            RequestMapper<RuntimeResource> mapper = match.methods().get(method);
            RequestMatch<RuntimeResource> found = mapper == null ? null : mapper.map(match.remaining());
            if (found != null) {
                return normalised(match.template() + "/" + found.template.template);
            }
        }
        return NONE;
    }

    private static String normalised(String template) {
        String plain = template.replaceAll("/{2,}", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
