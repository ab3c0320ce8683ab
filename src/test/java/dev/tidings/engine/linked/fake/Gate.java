package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.fake.LoginPayload.RegistrationPayload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Who is let in: judges what a client says of itself at the end of the handshake. */
final class Gate {
    private static final int WEB = 14;
    private static final int GENERIC = 400;
    private static final int NOT_AUTHORIZED = 401;
    private static final int TOO_OLD = 405;
    private static final int BAD_USER_AGENT = 409;

    private final World world;

    Gate(World world) {
        this.world = world;
    }

    /** @return what the connection is about from now on, or null if it was refused */
    Stage admit(FakeConnection connection, LoginPayload payload, PublicKey noiseKey) {
        Failure failure = world.script.nextFailure();
        if (failure == null && payload.version() != null && world.script.isTooOld(payload.revision())) {
            failure = Failure.of(TOO_OLD);
        }
        if (failure == null) {
            failure = userAgent(connection, payload);
        }
        if (failure != null) {
            return refuse(connection, failure);
        }
        return payload.registration() == null
                ? login(connection, payload, noiseKey)
                : register(connection, payload, noiseKey);
    }

    private Failure userAgent(FakeConnection connection, LoginPayload payload) {
        boolean right = payload.platform() != null
                && payload.platform() == WEB
                && payload.version() != null
                && payload.version().startsWith("2.3000.")
                && payload.webSubPlatform() != null;
        return right ? null : wrong(connection, "a user agent that is no WhatsApp Web's", BAD_USER_AGENT);
    }

    private Stage register(FakeConnection connection, LoginPayload payload, PublicKey noiseKey) {
        RegistrationPayload keys = payload.registration();
        if (payload.username() != null || payload.device() != null || !isFalse(payload.passive())) {
            return refuse(connection, wrong(connection, "a registration that is a login too", GENERIC));
        }
        if (!isWhole(keys)) {
            return refuse(connection, wrong(connection, "a registration without all of its keys", GENERIC));
        }
        byte[] hash = Hashes.md5(payload.version().getBytes(StandardCharsets.US_ASCII));
        if (!Arrays.equals(hash, keys.buildHash().toArray())) {
            return refuse(connection, wrong(connection, "a hash of another build", GENERIC));
        }
        PublicKey identity = PublicKey.ofRaw(keys.identity().toArray());
        PublicKey signed = PublicKey.ofRaw(keys.signedPreKey().toArray());
        if (!Xeddsa.verify(identity, keys.signature().toArray(), signed.typed())) {
            world.violation(Violation.Kind.KEYS, connection.who(), "a signed pre-key with a wrong signature");
            return refuse(connection, Failure.of(GENERIC));
        }
        PairingStage stage = new PairingStage(world, connection, keys, noiseKey);
        world.pairings.add(stage);
        stage.start();
        return stage;
    }

    private Stage login(FakeConnection connection, LoginPayload payload, PublicKey noiseKey) {
        if (payload.username() == null || payload.device() == null || payload.passive() == null) {
            return refuse(connection, wrong(connection, "a login without number, device or passive", GENERIC));
        }
        FakeAccount account = world.accounts.get(Long.toUnsignedString(payload.username()));
        FakeDevice device = account == null ? null : account.device(payload.device(), noiseKey);
        Failure failure = account == null ? null : account.nextFailure();
        if (failure != null) {
            return refuse(connection, failure);
        }
        if (device == null) {
            return refuse(connection, Failure.of(NOT_AUTHORIZED));
        }
        LoginStage stage = new LoginStage(world, connection, device, payload);
        device.loggedIn(connection);
        stage.start();
        return stage;
    }

    private static boolean isFalse(Boolean value) {
        return value != null && !value;
    }

    private static boolean isWhole(RegistrationPayload keys) {
        return has(keys.registrationId(), 4)
                && has(keys.keyType(), 1)
                && keys.keyType().toArray()[0] == 5
                && has(keys.identity(), 32)
                && has(keys.signedPreKeyId(), 3)
                && has(keys.signedPreKey(), 32)
                && has(keys.signature(), 64)
                && has(keys.buildHash(), 16)
                && keys.props() != null
                && keys.props().size() > 0;
    }

    private static boolean has(dev.tidings.engine.linked.bytes.Bytes value, int size) {
        return value != null && value.size() == size;
    }

    private Failure wrong(FakeConnection connection, String what, int reason) {
        world.violation(Violation.Kind.LOGIN, connection.who(), what);
        return Failure.of(reason);
    }

    private static Stage refuse(FakeConnection connection, Failure failure) {
        connection.end(failure.node());
        return null;
    }
}
