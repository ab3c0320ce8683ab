package dev.tidings.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** The declared path behind a request, such as {@code /v1/sessions/{id}}: one of few, whatever clients ask for. */
final class RouteTemplates {
    /** Stands for all paths that are declared nowhere. */
    static final String NONE = "none";

    private RouteTemplates() {}

    /** Reads the routing table, so it also tells where a request was going that was refused before. */
    static String of(RoutingContext ctx) {
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        String path = ctx.normalizedPath();
        if (deployment == null || path == null) {
            return NONE;
        }
        RequestMapper<InitialMatch> classes = new RequestMapper<>(deployment.getClassMappers());
        for (RequestMatch<InitialMatch> match = classes.map(path);
                match != null;
                match = classes.continueMatching(path, match)) {
            String method = methodTemplate(match, ctx.request().method().name());
            if (method != null) {
                return normalised(match.template.template + "/" + method);
            }
        }
        return NONE;
    }

    /** The part of the path that the method declares; null when the class has none for this request. */
    private static String methodTemplate(RequestMatch<InitialMatch> match, String method) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (ServerRestHandler handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routing) {
                RequestMapper<RuntimeResource> mapper =
                        routing.getMappers().get(method.equals("HEAD") ? "GET" : method);
                RequestMatch<RuntimeResource> found = mapper == null ? null : mapper.map(remaining);
                if (found != null) {
                    return found.template.template;
                }
            }
        }
        return null;
    }

    private static String normalised(String template) {
        String plain = template.replaceAll("/{2,}", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
