package dev.tidings.platform.crypto;

import io.quarkus.arc.ClientProxy;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/** A key that this installation sealed with before: it still opens. */
@ApplicationScoped
public class TestKeys {
    private static final String ID = "before";

    private final SecretKeys keys;

    TestKeys(SecretKeys keys) {
        this.keys = keys;
    }

    /** Seals with that key. */
    @SuppressWarnings("unchecked")
    public SecretBox before() {
        SecretKeys old = new SecretKeys(
                new SmallRyeConfigBuilder()
                        .withMapping(SecretsConfig.class)
                        .withDefaultValues(Map.of(
                                "tidings.secrets.keys." + ID,
                                "q3wkVnUFKD0Wq1o4PzP1x8h5bq3V2yq0sYt0Qm7bF4E=",
                                "tidings.secrets.development-key-file",
                                "none"))
                        .withConverter(Path.class, 100, Path::of)
                        .build()
                        .getConfigMapping(SecretsConfig.class),
                Optional.empty());
        try {
            Field known = SecretKeys.class.getDeclaredField("byId");
            known.setAccessible(true);
            ((Map<String, SecretKey>) known.get(ClientProxy.unwrap(keys)))
                    .put(ID, old.find(ID).orElseThrow());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return new SecretBox(old);
    }
}
