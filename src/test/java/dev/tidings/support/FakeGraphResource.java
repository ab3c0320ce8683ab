package dev.tidings.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** One {@link FakeGraph} for all tests inside the application's JVM; fields of its type get it. */
public final class FakeGraphResource implements QuarkusTestResourceLifecycleManager {
    private FakeGraph graph;

    @Override
    public Map<String, String> start() {
        graph = FakeGraph.start();
        return Map.of("tidings.cloud.base-url", graph.url());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(graph, new TestInjector.MatchesType(FakeGraph.class));
    }

    @Override
    public void stop() {
        if (graph != null) {
            graph.close();
        }
    }
}
