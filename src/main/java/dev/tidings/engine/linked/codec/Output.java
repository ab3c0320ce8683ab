package dev.tidings.engine.linked.codec;

import java.io.ByteArrayOutputStream;

/** Collects numbers, highest byte first, and bytes. */
final class Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    void write8(int value) {
        bytes.write(value);
    }

    void write16(int value) {
        bytes.write(value >>> 8);
        bytes.write(value);
    }

    void write24(int value) {
        bytes.write(value >>> 16);
        write16(value);
    }

    void write32(int value) {
        write16(value >>> 16);
        write16(value);
    }

    void write(byte[] value) {
        bytes.writeBytes(value);
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }
}
