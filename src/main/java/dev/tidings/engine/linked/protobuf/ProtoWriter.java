package dev.tidings.engine.linked.protobuf;

import dev.tidings.engine.linked.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a protobuf message, fields in the order of the calls. A value that is null is left out, any other is written, also one
 * that is zero, false or empty: the other side tells them apart.
 */
public final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ProtoWriter bool(int field, Boolean value) {
        return value == null ? this : uint64(field, value ? 1L : 0L);
    }

    /** For int32 and enumerations. */
    public ProtoWriter int32(int field, Integer value) {
        return value == null ? this : uint64(field, (long) value);
    }

    /** For int64, uint64 and uint32. */
    public ProtoWriter uint64(int field, Long value) {
        if (value != null) {
            key(field, VARINT);
            varint(value);
        }
        return this;
    }

    /** For fixed32 and sfixed32. */
    public ProtoWriter fixed32(int field, Integer value) {
        if (value != null) {
            key(field, FIXED_32);
            littleEndian(value, 4);
        }
        return this;
    }

    public ProtoWriter float32(int field, Float value) {
        return value == null ? this : fixed32(field, Float.floatToRawIntBits(value));
    }

    public ProtoWriter float64(int field, Double value) {
        if (value != null) {
            key(field, FIXED_64);
            littleEndian(Double.doubleToRawLongBits(value), 8);
        }
        return this;
    }

    public ProtoWriter string(int field, String value) {
        return value == null ? this : bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtoWriter bytes(int field, Bytes value) {
        return value == null ? this : bytes(field, value.toArray());
    }

    public ProtoWriter bytes(int field, byte[] value) {
        if (value != null) {
            key(field, DELIMITED);
            varint(value.length);
            out.writeBytes(value);
        }
        return this;
    }

    public ProtoWriter message(int field, ProtoWriter value) {
        return value == null ? this : bytes(field, value.toArray());
    }

    public ProtoWriter packed(int field, List<Long> values) {
        ProtoWriter list = new ProtoWriter();
        values.forEach(list::varint);
        return values.isEmpty() ? this : message(field, list);
    }

    /** Fields as {@link ProtoReader#raw} gave them. */
    public ProtoWriter raw(Bytes fields) {
        out.writeBytes(fields.toArray());
        return this;
    }

    public byte[] toArray() {
        return out.toByteArray();
    }

    private void key(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private void littleEndian(long value, int size) {
        for (int i = 0; i < size; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }
}
