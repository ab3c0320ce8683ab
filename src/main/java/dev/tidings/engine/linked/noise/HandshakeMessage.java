package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * The three messages of the handshake, one of which is there.
 *
 * @param clientHello field 2
 * @param serverHello field 3
 * @param clientFinish field 4, whose fields are numbered otherwise
 */
record HandshakeMessage(Hello clientHello, Hello serverHello, Finish clientFinish) {
    /** Fields 1 to 3; null is absent. */
    record Hello(Bytes ephemeral, Bytes encryptedStatic, Bytes payload) {}

    /** Fields 1 and 2. */
    record Finish(Bytes encryptedStatic, Bytes payload) {}

    static HandshakeMessage decode(byte[] message) {
        Hello clientHello = null;
        Hello serverHello = null;
        Finish clientFinish = null;
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 2 -> clientHello = hello(in.message());
                case 3 -> serverHello = hello(in.message());
                case 4 -> clientFinish = finish(in.message());
                default -> {}
            }
        }
        return new HandshakeMessage(clientHello, serverHello, clientFinish);
    }

    byte[] encode() {
        ProtoWriter out = new ProtoWriter();
        if (clientHello != null) {
            out.message(2, hello(clientHello));
        }
        if (serverHello != null) {
            out.message(3, hello(serverHello));
        }
        if (clientFinish != null) {
            out.message(
                    4,
                    new ProtoWriter().bytes(1, clientFinish.encryptedStatic()).bytes(2, clientFinish.payload()));
        }
        return out.toArray();
    }

    private static Hello hello(ProtoReader in) {
        Bytes ephemeral = null;
        Bytes encryptedStatic = null;
        Bytes payload = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> ephemeral = in.bytes();
                case 2 -> encryptedStatic = in.bytes();
                case 3 -> payload = in.bytes();
                default -> {}
            }
        }
        return new Hello(ephemeral, encryptedStatic, payload);
    }

    private static Finish finish(ProtoReader in) {
        Bytes encryptedStatic = null;
        Bytes payload = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> encryptedStatic = in.bytes();
                case 2 -> payload = in.bytes();
                default -> {}
            }
        }
        return new Finish(encryptedStatic, payload);
    }

    private static ProtoWriter hello(Hello hello) {
        return new ProtoWriter()
                .bytes(1, hello.ephemeral())
                .bytes(2, hello.encryptedStatic())
                .bytes(3, hello.payload());
    }
}
