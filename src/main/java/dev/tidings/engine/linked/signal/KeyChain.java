package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.signal.SignalException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The receiving side of a chain: the key to come, and seeds of messages that were passed over and may still arrive. Immutable.
 *
 * @param skipped by counter, the first that was skipped first; {@link #MAX_SKIPPED} at most, the first go first
 */
record KeyChain(ChainKey next, Map<Integer, Bytes> skipped) {
    static final int MAX_SKIPPED = 2000;

    private static final int SEED = 32;

    KeyChain {
        skipped = Collections.unmodifiableMap(skipped);
    }

    static KeyChain of(ChainKey next) {
        return new KeyChain(next, Map.of());
    }

    /** The seed of a message, and the chain without it. */
    record Taken(KeyChain rest, Bytes seed) {}

    /**
     * @param counter as received: unsigned 32 bits
     * @param maxAhead how many messages may lie between; bounds the work that a sender can cause
     * @throws SignalException if it was taken before or lies too far ahead
     */
    Taken take(long counter, int maxAhead) {
        if (counter < next.counter()) {
            return takeSkipped((int) counter);
        }
        if (counter - next.counter() > maxAhead) {
            throw new SignalException(Reason.TOO_FAR_AHEAD);
        }
        Map<Integer, Bytes> more = skipped;
        ChainKey at = next;
        if (at.counter() < counter) {
            more = new LinkedHashMap<>(skipped);
            while (at.counter() < counter) {
                if (counter - at.counter() <= MAX_SKIPPED) {
                    more.put(at.counter(), at.seed());
                }
                at = at.next();
            }
            dropFirst(more, MAX_SKIPPED);
        }
        return new Taken(new KeyChain(at.next(), more), at.seed());
    }

    private Taken takeSkipped(int counter) {
        Bytes seed = skipped.get(counter);
        if (seed == null) {
            throw new SignalException(Reason.DUPLICATE);
        }
        Map<Integer, Bytes> rest = new LinkedHashMap<>(skipped);
        rest.remove(counter);
        return new Taken(new KeyChain(next, rest), seed);
    }

    /** With the seeds of no more passed over messages than that. */
    KeyChain skippingAtMost(int most) {
        if (skipped.size() <= most) {
            return this;
        }
        Map<Integer, Bytes> rest = new LinkedHashMap<>(skipped);
        dropFirst(rest, most);
        return new KeyChain(next, rest);
    }

    private static void dropFirst(Map<Integer, Bytes> seeds, int most) {
        Iterator<Integer> first = seeds.keySet().iterator();
        for (int surplus = seeds.size() - most; surplus > 0; surplus--) {
            first.next();
            first.remove();
        }
    }

    /** Seeds after each other in one field: a thousand of them are a thousand values less to read. */
    ProtoWriter write() {
        ByteArrayOutputStream seeds = new ByteArrayOutputStream(skipped.size() * SEED);
        skipped.values().forEach(seed -> seeds.writeBytes(seed.toArray()));
        List<Long> counters = skipped.keySet().stream().map(Integer::longValue).toList();
        ProtoWriter out = new ProtoWriter().message(1, next.write()).packed(2, counters);
        return counters.isEmpty() ? out : out.bytes(3, seeds.toByteArray());
    }

    static KeyChain read(ProtoReader in) {
        ChainKey next = null;
        List<Long> counters = List.of();
        byte[] seeds = {};
        while (in.next()) {
            switch (in.field()) {
                case 1 -> next = ChainKey.read(in.message());
                case 2 -> counters = in.uint64s();
                case 3 -> seeds = in.bytes().toArray();
                default -> {}
            }
        }
        if (seeds.length != counters.size() * SEED) {
            throw new MalformedException("each skipped message has a seed");
        }
        Map<Integer, Bytes> skipped = new LinkedHashMap<>();
        for (int i = 0; i < counters.size(); i++) {
            skipped.put(counters.get(i).intValue(), Bytes.of(seeds, i * SEED, SEED));
        }
        return new KeyChain(Wire.require(next), skipped);
    }
}
