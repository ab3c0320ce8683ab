package dev.tidings.support;

import dev.tidings.engine.linked.fake.FakeWhatsApp;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** One {@link FakeWhatsApp} for all tests inside the application's JVM; fields of its type get it. */
public final class FakeWhatsAppResource implements QuarkusTestResourceLifecycleManager {
    private FakeWhatsApp server;

    @Override
    public Map<String, String> start() {
        server = FakeWhatsApp.start();
        return Map.of(
                "tidings.linked.url", server.url(),
                "tidings.linked.root-key", server.rootKey(),
                "tidings.linked.version-url", server.versionUrl());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(FakeWhatsApp.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
