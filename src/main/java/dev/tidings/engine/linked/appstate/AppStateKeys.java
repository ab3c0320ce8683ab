package dev.tidings.engine.linked.appstate;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Hkdf;

/** The keys of a collection of synchronised settings, 32 bytes each, out of the one that the phone shared. */
record AppStateKeys(Bytes index, Bytes valueEncryption, Bytes valueMac, Bytes snapshotMac, Bytes patchMac) {
    private static final int SIZE = 32;

    static AppStateKeys of(Bytes shared) {
        byte[] keys = Hkdf.derive(shared.toArray(), "WhatsApp Mutation Keys", 5 * SIZE);
        return new AppStateKeys(key(keys, 0), key(keys, 1), key(keys, 2), key(keys, 3), key(keys, 4));
    }

    private static Bytes key(byte[] keys, int number) {
        return Bytes.of(keys, number * SIZE, SIZE);
    }
}
