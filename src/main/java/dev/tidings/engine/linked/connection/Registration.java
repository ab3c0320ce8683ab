package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.PublicKey;

/**
 * What a device that is to be linked shows the server.
 *
 * @param registrationId 1 to 16380
 * @param signature of the identity over the signed pre-key with its type, 64 bytes
 */
public record Registration(
        int registrationId, PublicKey identity, int signedPreKeyId, PublicKey signedPreKey, Bytes signature) {}
