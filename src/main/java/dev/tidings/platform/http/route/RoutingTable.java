package dev.tidings.platform.http.route;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** The declared paths of Quarkus REST, for code that runs before it or without it. */
final class RoutingTable {
    /** Made once; only in development mode does the deployment change. */
    private static final AtomicReference<Classes> KNOWN = new AtomicReference<>(new Classes(null, null));

    /** Which of two declared paths names more of a request's path, read from the left. */
    private static final Comparator<String> BY_WHAT_IS_FIXED = Comparator.comparing(RoutingTable::shape);

    private RoutingTable() {}

    private record Classes(Deployment of, RequestMapper<InitialMatch> mapper) {}

    /**
     * The declared path that a request's path belongs to, by each method that it takes. Quarkus REST looks for a path of the
     * method alone, so that {@code GET /v1/messages/text} would be the message with the id {@code text}; here a fixed word
     * that any method declares is never an id for another one.
     *
     * @param path normalised, not decoded
     * @return empty when there is no such path
     */
    static Map<String, String> templates(String path) {
        Map<String, String> templates = fitting(path);
        // nearly always one and the same
        if (templates.values().stream().distinct().count() > 1) {
            String best = shape(Collections.max(templates.values(), BY_WHAT_IS_FIXED));
            templates.values().removeIf(template -> !shape(template).equals(best));
        }
        return templates;
    }

    /** For each method the first that is tried. */
    private static Map<String, String> fitting(String path) {
        Map<String, String> found = new HashMap<>();
        RequestMapper<InitialMatch> classes = path == null ? null : classes();
        if (classes == null) {
            return found;
        }
        String plain = RoutePath.plain(path);
        for (RequestMatch<InitialMatch> match = classes.map(plain);
                match != null;
                match = classes.continueMatching(plain, match)) {
            for (ServerRestHandler handler : match.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    addMethods(match, routing.getMappers(), found);
                }
            }
        }
        return found;
    }

    private static void addMethods(
            RequestMatch<InitialMatch> match,
            Map<String, RequestMapper<RuntimeResource>> methods,
            Map<String, String> found) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        methods.forEach((method, mapper) -> {
            // under null is what no method of HTTP asks for
            RequestMatch<RuntimeResource> resource = method == null ? null : mapper.map(remaining);
            if (resource != null) {
                found.putIfAbsent(method, normalised(match.template.template + "/" + resource.template.template));
            }
        });
    }

    private static String normalised(String template) {
        String plain = template.replace("///", "/").replace("//", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** A digit for each segment: 1 for one that is fixed, 0 for one that is anything. */
    private static String shape(String template) {
        StringBuilder shape = new StringBuilder();
        for (String segment : template.split("/", -1)) {
            shape.append(segment.indexOf('{') < 0 ? '1' : '0');
        }
        return shape.toString();
    }

    /** Null before there is a deployment. */
    private static RequestMapper<InitialMatch> classes() {
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        Classes classes = KNOWN.get();
        if (deployment != null && classes.of() != deployment) {
            classes = new Classes(deployment, new RequestMapper<>(deployment.getClassMappers()));
            KNOWN.set(classes);
        }
        return deployment == null ? null : classes.mapper();
    }
}
