package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.signal.SignalException.Reason;
import java.security.MessageDigest;
import java.util.Arrays;

/** What encrypts and vouches for one message between two devices. */
record MessageKeys(Bytes cipherKey, Bytes macKey, Bytes iv) {
    static final int MAC_SIZE = 8;

    static MessageKeys of(Bytes seed) {
        byte[] keys = Hkdf.derive(seed.toArray(), "WhisperMessageKeys", 80);
        return new MessageKeys(Bytes.of(keys, 0, 32), Bytes.of(keys, 32, 32), Bytes.of(keys, 64, 16));
    }

    byte[] encrypt(byte[] plain) {
        return Aes.cbcEncrypt(cipherKey.toArray(), iv.toArray(), plain);
    }

    /** Only after {@link #requireMac}. */
    byte[] decrypt(Bytes encrypted) {
        try {
            return Aes.cbcDecrypt(cipherKey.toArray(), iv.toArray(), encrypted.toArray());
        } catch (CryptoException e) {
            throw new SignalException(Reason.INVALID, e);
        }
    }

    /** @param message with its version, without a code */
    byte[] mac(PublicKey sender, PublicKey receiver, byte[] message) {
        byte[] mac = Hashes.hmacSha256(macKey.toArray(), sender.typed(), receiver.typed(), message);
        return Arrays.copyOf(mac, MAC_SIZE);
    }

    void requireMac(PublicKey sender, PublicKey receiver, SignalMessage message) {
        byte[] expected = mac(sender, receiver, message.vouchedFor().toArray());
        if (!MessageDigest.isEqual(expected, message.mac().toArray())) {
            throw new SignalException(Reason.INVALID);
        }
    }
}
