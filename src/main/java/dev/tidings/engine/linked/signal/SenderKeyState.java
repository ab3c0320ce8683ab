package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * One chain of a sender in a group.
 *
 * @param id the sender's, 1 to 2^31 - 1 for ours
 * @param signing null unless we are the sender
 */
record SenderKeyState(int id, KeyChain chain, PublicKey signer, KeyPair signing) {
    SenderKeyState with(KeyChain next) {
        return new SenderKeyState(id, next, signer, signing);
    }

    ProtoWriter write() {
        return new ProtoWriter()
                .int32(1, id)
                .message(2, chain.write())
                .bytes(3, signer.raw())
                .message(4, signing == null ? null : SessionFormat.write(signing));
    }

    static SenderKeyState read(ProtoReader in) {
        int id = 0;
        KeyChain chain = null;
        Bytes signer = null;
        KeyPair signing = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.int32();
                case 2 -> chain = KeyChain.read(in.message());
                case 3 -> signer = in.bytes();
                case 4 -> signing = SessionFormat.readPair(in.message());
                default -> {}
            }
        }
        return new SenderKeyState(id, Wire.require(chain), Wire.rawKey(Wire.require(signer)), signing);
    }
}
