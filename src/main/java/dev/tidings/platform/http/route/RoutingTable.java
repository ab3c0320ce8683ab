package dev.tidings.platform.http.route;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** The declared paths as Quarkus REST has them, for those who ask before it or without it. */
final class RoutingTable {
    /** Made once: development mode alone has another deployment now and then. */
    private static final AtomicReference<Classes> KNOWN = new AtomicReference<>(new Classes(null, null));

    private RoutingTable() {}

    private record Classes(Deployment of, RequestMapper<InitialMatch> mapper) {}

    /**
     * A declared class that a path leads to.
     *
     * @param template its own path
     * @param remaining what its methods have to match
     * @param methods their paths, by HTTP method; under null what no method of HTTP asks for
     */
    record Match(String template, String remaining, Map<String, RequestMapper<RuntimeResource>> methods) {}

    /**
     * In the order in which they are tried.
     *
     * @param path normalised, not decoded
     */
    static List<Match> find(String path) {
        List<Match> found = new ArrayList<>();
        RequestMapper<InitialMatch> classes = path == null ? null : classes();
        if (classes != null) {
            for (RequestMatch<InitialMatch> match = classes.map(path);
                    match != null;
                    match = classes.continueMatching(path, match)) {
                for (ServerRestHandler handler : match.value.handlers) {
                    if (handler instanceof ClassRoutingHandler routing) {
                        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
                        found.add(new Match(match.template.template, remaining, routing.getMappers()));
                    }
                }
            }
        }
        return found;
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
