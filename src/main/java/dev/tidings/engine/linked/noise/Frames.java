package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.bytes.Bytes;

/** How frames lie in the stream: three bytes of length, highest first, then that many. The stream starts with a header. */
public final class Frames {
    public static final int MAX_PAYLOAD = (1 << 24) - 1;

    /** "WA", the version of the protocol, the version of the dictionary; also the prologue of the handshake. */
    static final byte[] HEADER = {'W', 'A', 6, 3};

    /** "ED" and its version, before a hint to which machine the connection should be led. */
    private static final byte[] ROUTING = {'E', 'D', 0, 1};

    private Frames() {}

    /**
     * What comes once before the first frame, in the same WebSocket message.
     *
     * @param routing what the server gave at the last login; empty if nothing
     */
    public static byte[] prologue(byte[] routing) {
        if (routing.length == 0) {
            return HEADER.clone();
        }
        return Bytes.concat(ROUTING, length(routing.length), routing, HEADER);
    }

    /** @throws IllegalArgumentException if the payload is longer than {@link #MAX_PAYLOAD} */
    public static byte[] frame(byte[] payload) {
        return Bytes.concat(length(payload.length), payload);
    }

    private static byte[] length(int length) {
        if (length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("a frame holds 2^24 - 1 bytes at most, not " + length);
        }
        return new byte[] {(byte) (length >>> 16), (byte) (length >>> 8), (byte) length};
    }
}
