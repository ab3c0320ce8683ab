package dev.tidings.engine.linked.protobuf;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a protobuf message field by field:
 *
 * <pre>{@code
 * while (in.next()) {
 *     switch (in.field()) {
 *         case 1 -> key = in.bytes();
 *         default -> {} // what is not taken is skipped
 *     }
 * }
 * }</pre>
 *
 * <p>Of a field that comes twice the last counts for whoever assigns it. Messages in messages lie at most 32 deep, and a message
 * with all in it has at most 500,000 values: an empty message takes two bytes on the wire and much more in memory. Groups, which
 * protobuf gave up and WhatsApp does not use, are refused.
 */
public final class ProtoReader {
    static final int MAX_DEPTH = 32;
    static final int MAX_VALUES = 500_000;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final byte[] bytes;
    private final int end;
    private final int depth;
    private final int[] values;
    private int position;
    private int fieldStart;
    private int field;
    private int type;
    private boolean pending;

    /** @param message not copied; must not change while it is read */
    public ProtoReader(byte[] message) {
        this(message, 0, message.length, 0, new int[1]);
    }

    public ProtoReader(Bytes message) {
        this(message.toArray());
    }

    private ProtoReader(byte[] bytes, int start, int end, int depth, int[] values) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.depth = depth;
        this.values = values;
    }

    /**
     * Goes to the next field, over the value of the last one if nobody took it.
     *
     * @return false at the end of the message
     * @throws MalformedException if there is no field here, as all methods do when the bytes are not what they should be
     */
    public boolean next() {
        if (pending) {
            skip();
        }
        if (position == end) {
            return false;
        }
        fieldStart = position;
        long key = varint();
        if (key >>> 3 == 0 || key >>> 3 > (1 << 29) - 1) {
            throw new MalformedException("no field has this number");
        }
        field = (int) (key >>> 3);
        type = (int) key & 7;
        pending = true;
        count();
        return true;
    }

    public int field() {
        return field;
    }

    /** The field as it stands, number and value: for {@link ProtoWriter#raw}, where what is not known must not be lost. */
    public byte[] raw() {
        if (!pending) {
            throw new IllegalStateException("the value of this field was taken");
        }
        skip();
        return Arrays.copyOfRange(bytes, fieldStart, position);
    }

    public boolean bool() {
        return uint64() != 0;
    }

    /** Of int32, uint32 and enumerations; as in all of protobuf, only the lower 32 bits of what is there. */
    public int int32() {
        return (int) uint64();
    }

    /** The value of a uint32, which an int could not hold. */
    public long uint32() {
        return uint64() & 0xffffffffL;
    }

    /** Of int64 and uint64; from 2^63 a uint64 is negative here. */
    public long uint64() {
        take(VARINT);
        return varint();
    }

    /** Of fixed32 and sfixed32. */
    public int fixed32() {
        take(FIXED_32);
        return (int) littleEndian(4);
    }

    public float float32() {
        return Float.intBitsToFloat(fixed32());
    }

    public double float64() {
        take(FIXED_64);
        return Double.longBitsToDouble(littleEndian(8));
    }

    public Bytes bytes() {
        int length = delimited();
        Bytes value = Bytes.of(bytes, position, length);
        position += length;
        return value;
    }

    /** What is no UTF-8 becomes U+FFFD: a peer's wrong letter costs the letter, not the message. */
    public String string() {
        int length = delimited();
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** A message in this one, to be read at once or later. */
    public ProtoReader message() {
        int length = delimited();
        if (depth == MAX_DEPTH) {
            throw new MalformedException("messages lie too deep in each other");
        }
        ProtoReader inner = new ProtoReader(bytes, position, position + length, depth + 1, values);
        position += length;
        return inner;
    }

    /** The values of a repeated field, packed or a single one. */
    public List<Long> uint64s() {
        if (type == VARINT) {
            return List.of(uint64());
        }
        int last = delimited() + position;
        List<Long> list = new ArrayList<>();
        while (position < last) {
            count();
            list.add(varint());
        }
        if (position != last) {
            throw new MalformedException("a packed number is longer than its list");
        }
        return list;
    }

    private void take(int expected) {
        if (!pending || type != expected) {
            throw new MalformedException("a field has a value of another type");
        }
        pending = false;
    }

    private int delimited() {
        take(DELIMITED);
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new MalformedException("a field is longer than its message");
        }
        return (int) length;
    }

    private void skip() {
        switch (type) {
            case VARINT -> uint64();
            case FIXED_64 -> float64();
            case FIXED_32 -> fixed32();
            case DELIMITED -> {
                int length = delimited();
                position += length;
            }
            default -> throw new MalformedException("no value has this type");
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = next8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedException("a number has more than ten bytes");
    }

    private long littleEndian(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) next8() << 8 * i;
        }
        return value;
    }

    private int next8() {
        if (position == end) {
            throw new MalformedException("a message ends within a field");
        }
        return bytes[position++] & 0xff;
    }

    private void count() {
        if (++values[0] > MAX_VALUES) {
            throw new MalformedException("a message has too many values");
        }
    }
}
