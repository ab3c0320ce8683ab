package dev.tidings.access.auth;

import dev.tidings.platform.crypto.SecretFile;
import dev.tidings.platform.process.StartupFailure;
import dev.tidings.platform.process.StartupOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The keys with all scopes that are not in the database: the operator's own, and the one made for development. */
@ApplicationScoped
class OperatorKeys {
    private final List<byte[]> hashes;
    private final Optional<String> developmentKey;
    private final int port;

    OperatorKeys(AuthConfig config, @ConfigProperty(name = "quarkus.http.port") int port) {
        config.adminKey().flatMap(OperatorKeyStrength::objection).ifPresent(OperatorKeys::refuseToStart);
        if (config.adminKey().isEmpty() && !config.developmentKey()) {
            refuseToStart("it is not set");
        }
        this.developmentKey = config.developmentKey()
                ? Optional.of(
                        SecretFile.in(config.developmentKeyFile(), ApiKeyFormat::isWellFormed, ApiKeyFormat::generate))
                : Optional.empty();
        this.hashes = Stream.concat(config.adminKey().stream(), developmentKey.stream())
                .map(ApiKeyFormat::hash)
                .toList();
        this.port = port;
    }

    /** Makes the keys before the beans that need them. */
    void require(@Observes @Priority(StartupOrder.OPERATOR_KEY) StartupEvent starting) {}

    /** Compares with every key in constant time. */
    boolean include(byte[] hash) {
        boolean found = false;
        for (byte[] known : hashes) {
            found |= MessageDigest.isEqual(known, hash);
        }
        return found;
    }

    Optional<String> developmentKey() {
        return developmentKey;
    }

    /** Writes to standard output, never to the log, because it shows the key. */
    void announce(@Observes StartupEvent started) {
        developmentKey.ifPresent(key -> System.out.printf("""

                Development key (all scopes): %1$s
                Try it:  curl -s -H 'Authorization: Bearer %1$s' http://localhost:%2$d/v1/sessions
                Or open: http://localhost:%2$d/q/swagger-ui

                """, key, port));
    }

    private static void refuseToStart(String objection) {
        throw StartupFailure.because("Tidings needs the operator's key in TIDINGS_ADMIN_KEY, at least "
                + OperatorKeyStrength.MIN_LENGTH + " random characters, but " + objection
                + ". Make one with: openssl rand -hex 32");
    }
}
