package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.util.Arrays;

/** The first bytes of a client, before its first frame: perhaps a hint where it was last, then the versions that it speaks. */
final class StreamStart {
    private static final byte[] HEADER = {'W', 'A', 6, 3};
    private static final byte[] ROUTING = {'E', 'D', 0, 1};
    private static final int ROUTING_HEAD = 7;

    private byte[] read = {};
    private Bytes routing = Bytes.EMPTY;

    /**
     * @return what follows the start, or null while it has not come whole
     * @throws MalformedException if it starts otherwise
     */
    byte[] feed(byte[] piece) {
        read = Bytes.concat(read, piece);
        int start = 0;
        if (begins(ROUTING)) {
            if (read.length < ROUTING_HEAD) {
                return null;
            }
            start = ROUTING_HEAD + Say.number(Say.part(read, 4, ROUTING_HEAD));
        }
        if (read.length < start + HEADER.length) {
            return null;
        }
        if (!Arrays.equals(Say.part(read, start, start + HEADER.length), HEADER)) {
            throw new MalformedException("a stream starts with the versions of protocol and dictionary");
        }
        routing = start == 0 ? Bytes.EMPTY : Bytes.of(Say.part(read, ROUTING_HEAD, start));
        return Say.part(read, start + HEADER.length, read.length);
    }

    /** Empty if the client had no hint. */
    Bytes routing() {
        return routing;
    }

    private boolean begins(byte[] with) {
        return read.length >= with.length && Arrays.equals(Say.part(read, 0, with.length), with);
    }
}
