package dev.tidings.engine.linked.protobuf;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoTest {
    /** The examples of protobuf's own description of its encoding. */
    @Test
    void writesAsTheFormatSays() {
        assertEquals("089601", hex(new ProtoWriter().int32(1, 150).toArray()));
        assertEquals(
                "120774657374696e67", hex(new ProtoWriter().string(2, "testing").toArray()));
        ProtoWriter inner = new ProtoWriter().int32(1, 150);
        assertEquals("1a03089601", hex(new ProtoWriter().message(3, inner).toArray()));
        assertEquals(
                "3206038e029ea705",
                hex(new ProtoWriter().packed(6, List.of(3L, 270L, 86942L)).toArray()));
        assertEquals(
                "08feffffffffffffffff01", hex(new ProtoWriter().int32(1, -2).toArray()));
    }

    @Test
    void readsWhatItWrote() {
        ProtoReader in = new ProtoReader(new ProtoWriter()
                .bool(1, true)
                .int32(2, -5)
                .uint64(3, -1L)
                .uint64(4, 4_000_000_000L)
                .fixed32(5, -7)
                .float32(6, 1.5f)
                .float64(7, -2.25)
                .string(8, "größer ✓")
                .bytes(9, Bytes.of((byte) 1))
                .message(10, new ProtoWriter().string(1, "inner"))
                .packed(11, List.of(1L, 300L))
                .bool(536870911, false)
                .toArray());
        assertTrue(next(in, 1).bool());
        assertEquals(-5, next(in, 2).int32());
        assertEquals(-1L, next(in, 3).uint64());
        assertEquals(4_000_000_000L, next(in, 4).uint32());
        assertEquals(-7, next(in, 5).fixed32());
        assertEquals(1.5f, next(in, 6).float32());
        assertEquals(-2.25, next(in, 7).float64());
        assertEquals("größer ✓", next(in, 8).string());
        assertEquals(Bytes.of((byte) 1), next(in, 9).bytes());
        assertEquals("inner", next(next(in, 10).message(), 1).string());
        assertEquals(List.of(1L, 300L), next(in, 11).uint64s());
        assertFalse(next(in, 536870911).bool());
        assertFalse(in.next());
    }

    @Test
    void zeroIsWrittenAndNothingIsNot() {
        assertEquals(
                "08001200", hex(new ProtoWriter().bool(1, false).string(2, "").toArray()));
        byte[] nothing = new ProtoWriter()
                .bool(1, null)
                .int32(1, null)
                .uint64(1, null)
                .fixed32(1, null)
                .float32(1, null)
                .float64(1, null)
                .string(1, null)
                .bytes(1, (Bytes) null)
                .message(1, null)
                .packed(1, List.of())
                .toArray();
        assertEquals(0, nothing.length);
    }

    @Test
    void skipsWhatNobodyTakes() {
        ProtoReader in = new ProtoReader(new ProtoWriter()
                .uint64(1, 300L)
                .float64(2, 1.0)
                .fixed32(3, 1)
                .string(4, "unknown")
                .string(5, "known")
                .toArray());
        String known = null;
        while (in.next()) {
            if (in.field() == 5) {
                known = in.string();
            }
        }
        assertEquals("known", known);
    }

    @Test
    void aRepeatedNumberNeedNotBePacked() {
        ProtoReader in = new ProtoReader(hex("08050807"));
        assertEquals(List.of(5L), next(in, 1).uint64s());
        assertEquals(List.of(7L), next(in, 1).uint64s());
    }

    @Test
    void lettersThatAreNoneAreReplaced() {
        assertEquals("a\uFFFDb", next(new ProtoReader(hex("0a0361ff62")), 1).string());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08",
                "0880",
                "0a",
                "0a01",
                "0d010203",
                "0901020304050607", // ends within a field
                "0001",
                "0201",
                "80808080800100", // fields 0 and 2^32
                "0b",
                "0c",
                "0e",
                "0f",
                "0b0c", // groups, and types that do not exist
                "08ffffffffffffffffffff01",
                "ffffffffffffffffffffff", // numbers of eleven bytes
                "0affffffffffffffffff01",
                "0affffffff07", // lengths below zero and above the rest
            })
    void whatIsNoMessageIsRefused(String digits) {
        assertThrows(MalformedException.class, () -> drain(new ProtoReader(hex(digits))));
    }

    @Test
    void aValueOfAnotherTypeIsRefused() {
        assertThrows(
                MalformedException.class,
                () -> next(new ProtoReader(hex("0801")), 1).bytes());
        assertThrows(
                MalformedException.class,
                () -> next(new ProtoReader(hex("0a00")), 1).int32());
        assertThrows(
                MalformedException.class,
                () -> next(new ProtoReader(hex("0a00")), 1).fixed32());
        assertThrows(
                MalformedException.class,
                () -> next(new ProtoReader(hex("0d00000000")), 1).uint64s());
        assertThrows(
                MalformedException.class,
                () -> next(new ProtoReader(hex("0a0180")), 1).uint64s());
        assertThrows(
                MalformedException.class,
                () -> next(new ProtoReader(hex("0a018001")), 1).uint64s());
    }

    @Test
    void aValueIsTakenOnce() {
        ProtoReader in = new ProtoReader(hex("0801"));
        next(in, 1).int32();
        assertThrows(MalformedException.class, in::int32);
    }

    @Test
    void depthIsBounded() {
        assertEquals(ProtoReader.MAX_DEPTH, descend(nested(ProtoReader.MAX_DEPTH)));
        assertThrows(MalformedException.class, () -> descend(nested(ProtoReader.MAX_DEPTH + 1)));
    }

    @Test
    void valuesAreBoundedOverAllMessages() {
        byte[] many = new byte[ProtoReader.MAX_VALUES * 2];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = 0x0a;
        }
        drain(new ProtoReader(many));
        assertThrows(MalformedException.class, () -> drain(new ProtoReader(Bytes.concat(many, hex("0a00")))));
        byte[] packed =
                new ProtoWriter().bytes(1, new byte[ProtoReader.MAX_VALUES]).toArray();
        assertThrows(
                MalformedException.class, () -> next(new ProtoReader(packed), 1).uint64s());
        ProtoReader half = new ProtoReader(new ProtoWriter()
                .bytes(1, java.util.Arrays.copyOf(many, ProtoReader.MAX_VALUES))
                .bytes(1, java.util.Arrays.copyOf(many, ProtoReader.MAX_VALUES))
                .toArray());
        drain(next(half, 1).message());
        ProtoReader other = next(half, 1).message();
        assertThrows(MalformedException.class, () -> drain(other));
    }

    static void drain(ProtoReader in) {
        int before = 0;
        while (in.next()) {
            before++;
            assertTrue(before <= ProtoReader.MAX_VALUES);
        }
    }

    private static ProtoReader next(ProtoReader in, int field) {
        assertTrue(in.next());
        assertEquals(field, in.field());
        return in;
    }

    private static byte[] nested(int depth) {
        byte[] message = {};
        for (int i = 0; i < depth; i++) {
            message = new ProtoWriter().bytes(1, message).toArray();
        }
        return message;
    }

    private static int descend(byte[] message) {
        ProtoReader in = new ProtoReader(message);
        int depth = 0;
        while (in.next()) {
            in = in.message();
            depth++;
        }
        return depth;
    }
}
