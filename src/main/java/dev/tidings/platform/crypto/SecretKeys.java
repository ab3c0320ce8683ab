package dev.tidings.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.platform.process.StartupFailure;
import dev.tidings.platform.process.StartupOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The keys of this installation, by their ids, and which of them seals. Without a configured key, an installation uses one that
 * is derived from the operator's key, which all replicas have; when a key is configured later, the derived one still opens.
 */
@ApplicationScoped
class SecretKeys {
    private static final Logger LOG = Logger.getLogger(SecretKeys.class);
    private static final String ONLY = "default";
    private static final String DEVELOPMENT = "development";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final int LENGTH = 32;
    private static final int MIN_DISTINCT = 16;
    private static final String HINT = " Make one with: openssl rand -base64 32";

    private final Map<String, SecretKey> byId = new HashMap<>();
    private final String current;

    SecretKeys(SecretsConfig config, @ConfigProperty(name = "tidings.auth.admin-key") Optional<String> operatorKey) {
        config.key().ifPresent(key -> add(ONLY, key));
        config.keys().forEach(this::add);
        if (byId.isEmpty() && config.developmentKey()) {
            add(
                    DEVELOPMENT,
                    SecretFile.in(
                            config.developmentKeyFile(),
                            stored -> decode(stored).isPresent(),
                            SecretKeys::generate));
        }
        this.current = config.current()
                .or(this::only)
                .or(() -> operatorKey.map(SecretKeys::idOfDerived))
                .orElseThrow(() -> StartupFailure.because("Tidings needs the key that secrets are encrypted with in"
                        + " TIDINGS_SECRETS_KEY, 32 random bytes in base64, but it is not set." + HINT));
        boolean derives = byId.isEmpty();
        operatorKey.ifPresent(key -> byId.put(idOfDerived(key), derived(key)));
        if (derives) {
            LOG.info("Stored secrets are encrypted with a key that is derived from TIDINGS_ADMIN_KEY."
                    + " Set TIDINGS_SECRETS_KEY before you change it.");
        }
        if (!byId.containsKey(current)) {
            throw StartupFailure.because(
                    "tidings.secrets.current names the key '" + current + "', which is not given.");
        }
    }

    /** Reads the keys before anything needs them. */
    void require(@Observes @Priority(StartupOrder.SECRETS_KEY) StartupEvent starting) {}

    String currentId() {
        return current;
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private void add(String id, String written) {
        byte[] bytes = decode(written)
                .orElseThrow(() -> StartupFailure.because("The key '" + id
                        + "' of tidings.secrets (TIDINGS_SECRETS_KEY) must be 32 random bytes in base64." + HINT));
        if (!ID.matcher(id).matches()) {
            throw StartupFailure.because(
                    "The id of a key of tidings.secrets must be 1 to 32 letters, digits, '-' and '_', but one is not.");
        }
        byId.put(id, new SecretKeySpec(bytes, "AES"));
    }

    private Optional<String> only() {
        if (byId.size() > 1) {
            throw StartupFailure.because(
                    "tidings.secrets has several keys: tidings.secrets.current must name the one that seals.");
        }
        return byId.keySet().stream().findFirst();
    }

    /** Differs for each operator's key, and reveals nothing else about it. */
    private static String idOfDerived(String operatorKey) {
        return "admin-" + HexFormat.of().formatHex(hmac(operatorKey, "id of the key"), 0, 4);
    }

    private static SecretKey derived(String operatorKey) {
        return new SecretKeySpec(hmac(operatorKey, "key of stored secrets"), "AES");
    }

    private static byte[] hmac(String key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(("tidings: " + purpose).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Exactly 32 bytes that do not look written by hand. */
    private static Optional<byte[]> decode(String written) {
        try {
            byte[] bytes = Base64.getDecoder().decode(written.strip());
            return bytes.length == LENGTH && distinct(bytes) >= MIN_DISTINCT ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static long distinct(byte[] bytes) {
        boolean[] seen = new boolean[256];
        long distinct = 0;
        for (byte b : bytes) {
            distinct += seen[b & 0xff] ? 0 : 1;
            seen[b & 0xff] = true;
        }
        return distinct;
    }

    private static String generate() {
        byte[] bytes = new byte[LENGTH];
        SecureRandom random = new SecureRandom();
        do {
            random.nextBytes(bytes);
        } while (distinct(bytes) < MIN_DISTINCT);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
