package dev.tidings.platform.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The environment variables that the service, as it is built here, takes notice of when it starts. */
public final class ServiceEnvironment {
    private static final String QUARKUS_SETTINGS = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final Set<String> OTHERS =
            Set.of("DATABASE_URL", "DATABASE_USER", "DATABASE_PASSWORD", "QUARKUS_PROFILE");

    private final KnownSettings ours = KnownSettings.load();
    private final Set<String> ofQuarkus = new HashSet<>();

    public ServiceEnvironment() {
        try {
            for (URL model : Collections.list(getClass().getClassLoader().getResources(QUARKUS_SETTINGS))) {
                collect(new ObjectMapper().readTree(model));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean knows(String variable) {
        return variable.startsWith("TIDINGS_")
                ? !ours.isUnknown(variable)
                : ofQuarkus.contains(variable) || OTHERS.contains(variable);
    }

    /** What is fixed by the build would be ignored. */
    private void collect(JsonNode node) {
        if (node.path("phase").asText().equals("RUN_TIME")) {
            ofQuarkus.add(node.path("path").path("environmentVariable").asText());
        }
        node.forEach(this::collect);
    }
}
