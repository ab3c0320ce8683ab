package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;

/**
 * The keys of a device.
 *
 * @param noise for the connection to the server, as long as the device lives
 * @param identity what others know the device by
 * @param registrationId 1 to 16380
 * @param advSecret what the phone proves with that it has seen the QR code, 32 bytes; null once the device is paired
 */
public record DeviceKeys(
        KeyPair noise, KeyPair identity, int registrationId, SignedPreKeys signedPreKeys, Bytes advSecret) {

    public DeviceKeys withAdvSecret(Bytes secret) {
        return new DeviceKeys(noise, identity, registrationId, signedPreKeys, secret);
    }

    public DeviceKeys with(SignedPreKeys changed) {
        return new DeviceKeys(noise, identity, registrationId, changed, advSecret);
    }
}
