package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.nio.charset.StandardCharsets;

/** Reads numbers and bytes one after the other, and no further than the end. */
final class Input {
    private final byte[] bytes;
    private int position;

    Input(byte[] bytes) {
        this.bytes = bytes;
    }

    int read8() {
        require(1);
        return bytes[position++] & 0xff;
    }

    int read16() {
        return read8() << 8 | read8();
    }

    /** A length; one above 2^31 - 1 is more than there can be. */
    int read32() {
        int value = read16() << 16 | read16();
        if (value < 0) {
            throw new MalformedException("a length is beyond the end");
        }
        return value;
    }

    int read20() {
        return (read8() & 15) << 16 | read16();
    }

    Bytes read(int length) {
        require(length);
        Bytes read = Bytes.of(bytes, position, length);
        position += length;
        return read;
    }

    String readUtf8(int length) {
        require(length);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    int left() {
        return bytes.length - position;
    }

    private void require(int count) {
        if (count > left()) {
            throw new MalformedException("the stanza ends too early");
        }
    }
}
