package dev.tidings.engine.linked.protobuf;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;

/**
 * The frame of every record that is stored under a seal: which release's form it has, and since which form it can be read.
 * While an upgrade rolls, and when it is rolled back, a session goes back and forth between two releases (docs/adr/0035): a
 * reader keeps the fields that it does not know and writes them back, and refuses what says that it cannot be read so. New
 * fields are added to the record itself, never to a message in it.
 */
public final class RecordFormat {
    /** Of what this release writes. */
    public static final int VERSION = 1;

    /** Of the oldest release that can read and rewrite what this one writes: always the one before it, or older. */
    public static final int READABLE_FROM = 1;

    private static final int VERSION_FIELD = 1;
    private static final int READABLE_FROM_FIELD = 2;

    private RecordFormat() {}

    public static ProtoWriter begin() {
        return new ProtoWriter().int32(VERSION_FIELD, VERSION).int32(READABLE_FROM_FIELD, READABLE_FROM);
    }

    /** Takes one field. */
    @FunctionalInterface
    public interface Fields {
        /** @return whether the field is known, and its value was taken */
        boolean take(int field, ProtoReader in);
    }

    /**
     * @return the fields that nobody knew
     * @throws MalformedException if it is no record, or only later releases can read it
     */
    public static Bytes read(byte[] stored, Fields fields) {
        int readableFrom = 0;
        ProtoWriter further = new ProtoWriter();
        ProtoReader in = new ProtoReader(stored);
        while (in.next()) {
            if (in.field() == READABLE_FROM_FIELD) {
                readableFrom = in.int32();
            } else if (in.field() != VERSION_FIELD && !fields.take(in.field(), in)) {
                further.raw(Bytes.of(in.raw()));
            }
        }
        if (readableFrom == 0) {
            throw new MalformedException("a stored record does not say since when it can be read");
        }
        if (readableFrom > VERSION) {
            throw new MalformedException(
                    "a stored record was written by a release that is too new to be read by this one");
        }
        return Bytes.of(further.toArray());
    }
}
