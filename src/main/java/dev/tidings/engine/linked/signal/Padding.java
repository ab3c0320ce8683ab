package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Randomness;
import java.util.Arrays;

/** What hides the length of a message: 1 to 16 bytes, each of which is their number. */
public final class Padding {
    private static final int MAX = 16;

    private Padding() {}

    public static byte[] pad(byte[] message, Randomness randomness) {
        int count = (randomness.bytes(1)[0] & MAX - 1) + 1;
        byte[] padding = new byte[count];
        Arrays.fill(padding, (byte) count);
        return Bytes.concat(message, padding);
    }

    /**
     * Goes by the last byte alone: the message has been authenticated, and one whose padding is odd is still a message.
     *
     * @throws MalformedException if there cannot be such a padding
     */
    public static byte[] strip(Bytes padded) {
        byte[] bytes = padded.toArray();
        int count = bytes.length == 0 ? 0 : bytes[bytes.length - 1] & 0xff;
        if (count < 1 || count > MAX || count > bytes.length) {
            throw new MalformedException("a message ends with 1 to 16 bytes of padding");
        }
        return Arrays.copyOf(bytes, bytes.length - count);
    }
}
