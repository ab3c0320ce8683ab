package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Devices for tests, with keys as random as real ones. */
final class Devices {
    static final Randomness RANDOM = Randomness.of(new SecureRandom());
    static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private Devices() {}

    static LinkedDevice fresh(String sessionId, long generation) {
        KeyPair identity = KeyPair.generate(RANDOM);
        SignedPreKeys signed = SignedPreKeys.of(SignedPreKey.generate(1, identity, RANDOM, NOW));
        return LinkedDevice.fresh(
                sessionId,
                generation,
                new DeviceKeys(KeyPair.generate(RANDOM), identity, 4711, signed, Bytes.of(RANDOM.bytes(32))));
    }

    static LinkedAccount account() {
        return new LinkedAccount(
                Jid.of("14155552671", 12, Jid.PHONE),
                Jid.of("123456789012345", 12, Jid.LID),
                Bytes.of(RANDOM.bytes(180)),
                "android",
                "Bakery",
                true);
    }

    static LinkedDevice paired(LinkedDevice device) {
        LinkedDevice linked = device.paired(account()).loggedIn();
        return linked.with(linked.login()
                .withPushName("Ann")
                .withRoutingInfo(Bytes.of(RANDOM.bytes(9)))
                .withClientExpiration(NOW.plusSeconds(86_400))
                .withPropsHash("abc")
                .withServerHasPreKeys(true));
    }

    /** Everything of a device that somebody else must not get, by its name. */
    static Map<String, byte[]> secrets(LinkedDevice device) {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        add(secrets, "noise", device.noise());
        add(secrets, "identity", device.identity());
        DeviceKeys keys = device.keys();
        add(secrets, "signed pre-key", keys.signedPreKeys().current().pair());
        if (keys.signedPreKeys().candidate() != null) {
            add(secrets, "candidate", keys.signedPreKeys().candidate().pair());
        }
        keys.signedPreKeys().retired().forEach(key -> add(secrets, "retired pre-key " + key.id(), key.pair()));
        if (device.advSecret() != null) {
            secrets.put("secret of the QR code", device.advSecret().toArray());
        }
        if (device.account() != null) {
            secrets.put("device identity", device.account().identity().toArray());
        }
        if (device.routingInfo() != null) {
            secrets.put("routing info", device.routingInfo().toArray());
        }
        return secrets;
    }

    static void add(Map<String, byte[]> secrets, String name, KeyPair pair) {
        secrets.put("private " + name, pair.privateKey());
        secrets.put("public " + name, pair.publicKey().raw());
    }
}
