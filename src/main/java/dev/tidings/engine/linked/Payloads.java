package dev.tidings.engine.linked;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.connection.ClientPayload;
import dev.tidings.engine.linked.connection.ClientVersion;
import dev.tidings.engine.linked.connection.DeviceProps;
import dev.tidings.engine.linked.connection.Registration;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.SignedPreKey;

/** Says to the server who connects. */
final class Payloads {
    /** What the phone shows under "Linked devices" if the client named nothing. */
    static final String DEVICE_NAME = "Tidings";

    private Payloads() {}

    static byte[] of(LinkedDevice device, ClientVersion version) {
        if (device.isPaired()) {
            return ClientPayload.login(version, device.jid(), device.loginCounter());
        }
        SignedPreKey signed = device.signedPreKey();
        Registration registration = new Registration(
                device.registrationId(),
                device.identity().publicKey(),
                signed.id(),
                signed.pair().publicKey(),
                Bytes.of(signed.signature().toArray()));
        String name = device.deviceName() == null ? DEVICE_NAME : device.deviceName();
        boolean wantsAll = LinkedSessionConfig.FULL_HISTORY.equals(device.history());
        return ClientPayload.register(version, registration, DeviceProps.chrome(name, wantsAll));
    }
}
