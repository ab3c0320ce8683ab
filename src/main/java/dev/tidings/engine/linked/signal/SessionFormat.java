package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/** States as they are stored; fields that a later release adds are skipped. */
final class SessionFormat {
    private SessionFormat() {}

    static ProtoWriter write(SessionState state) {
        ProtoWriter out = new ProtoWriter()
                .bytes(1, state.peer().raw())
                .bytes(2, state.rootKey())
                .message(3, write(state.ratchet()))
                .message(4, state.sending() == null ? null : state.sending().write())
                .int32(5, state.previousCounter());
        state.receiving()
                .forEach(chain -> out.message(
                        6,
                        new ProtoWriter()
                                .bytes(1, chain.ratchetKey().raw())
                                .message(2, chain.chain().write())));
        if (state.pending() != null) {
            ProtoWriter pending = new ProtoWriter()
                    .int32(1, state.pending().preKeyId())
                    .int32(2, state.pending().signedPreKeyId());
            out.message(7, pending);
        }
        return out.bytes(8, state.baseKey().raw()).int32(9, state.registrationId());
    }

    static SessionState read(ProtoReader in) {
        PublicKey peer = null;
        Bytes rootKey = null;
        KeyPair ratchet = null;
        ChainKey sending = null;
        int previousCounter = 0;
        List<SessionState.Receiving> receiving = new ArrayList<>();
        SessionState.Pending pending = null;
        PublicKey baseKey = null;
        int registrationId = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> peer = Wire.rawKey(in.bytes());
                case 2 -> rootKey = in.bytes();
                case 3 -> ratchet = readPair(in.message());
                case 4 -> sending = ChainKey.read(in.message());
                case 5 -> previousCounter = in.int32();
                case 6 -> receiving.add(readChain(in.message()));
                case 7 -> pending = readPending(in.message());
                case 8 -> baseKey = Wire.rawKey(in.bytes());
                case 9 -> registrationId = in.int32();
                default -> {}
            }
        }
        return new SessionState(
                Wire.require(peer),
                Wire.require(rootKey),
                Wire.require(ratchet),
                sending,
                previousCounter,
                receiving,
                pending,
                Wire.require(baseKey),
                registrationId);
    }

    static ProtoWriter write(KeyPair pair) {
        return new ProtoWriter()
                .bytes(1, pair.privateKey())
                .bytes(2, pair.publicKey().raw());
    }

    static KeyPair readPair(ProtoReader in) {
        Bytes privateKey = null;
        PublicKey publicKey = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> privateKey = in.bytes();
                case 2 -> publicKey = Wire.rawKey(in.bytes());
                default -> {}
            }
        }
        return KeyPair.restore(Wire.require(privateKey).toArray(), Wire.require(publicKey));
    }

    private static SessionState.Receiving readChain(ProtoReader in) {
        PublicKey ratchetKey = null;
        KeyChain chain = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> ratchetKey = Wire.rawKey(in.bytes());
                case 2 -> chain = KeyChain.read(in.message());
                default -> {}
            }
        }
        return new SessionState.Receiving(Wire.require(ratchetKey), Wire.require(chain));
    }

    private static SessionState.Pending readPending(ProtoReader in) {
        Integer preKeyId = null;
        int signedPreKeyId = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> preKeyId = in.int32();
                case 2 -> signedPreKeyId = in.int32();
                default -> {}
            }
        }
        return new SessionState.Pending(preKeyId, signedPreKeyId);
    }
}
