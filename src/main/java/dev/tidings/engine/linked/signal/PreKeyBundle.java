package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.Optional;

/**
 * What the server gives to start a session with a device.
 *
 * @param signature of the identity over the signed pre-key with its type
 * @param oneTime empty when the device has none left at the server
 */
public record PreKeyBundle(
        int registrationId,
        PublicKey identity,
        int signedPreKeyId,
        PublicKey signedPreKey,
        Bytes signature,
        Optional<OneTime> oneTime) {

    public record OneTime(int id, PublicKey key) {}
}
