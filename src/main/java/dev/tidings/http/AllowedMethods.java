package dev.tidings.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.spi.RestHandler;

/** The methods that a path takes, which Quarkus REST knows but does not tell in its 405. */
public final class AllowedMethods {
    private AllowedMethods() {}

    /**
     * Reads the routing table.
     *
     * @param path normalised, not decoded
     * @return in alphabetical order, with {@code HEAD} and {@code OPTIONS}; empty when there is no such path
     */
    public static SortedSet<String> of(String path) {
        SortedSet<String> methods = new TreeSet<>();
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        if (deployment != null && path != null) {
            RequestMapper<InitialMatch> classes = new RequestMapper<>(deployment.getClassMappers());
            for (RequestMatch<InitialMatch> match = classes.map(path);
                    match != null;
                    match = classes.continueMatching(path, match)) {
                collect(match, methods);
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    private static void collect(RequestMatch<InitialMatch> match, SortedSet<String> methods) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (RestHandler<?> handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routing) {
                routing.getMappers().forEach((method, mapper) -> {
                    if (method != null && mapper.map(remaining) != null) {
                        methods.add(method);
                    }
                });
            }
        }
    }
}
