package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chains of one sender in one group, newest first, five at most. */
public final class SenderKeyRecord {
    public static final SenderKeyRecord EMPTY = new SenderKeyRecord(List.of());

    static final int MAX_STATES = 5;

    private static final int VERSION = 1;

    private final List<SenderKeyState> states;

    private SenderKeyRecord(List<SenderKeyState> states) {
        this.states = List.copyOf(states.subList(0, Math.min(states.size(), MAX_STATES)));
    }

    public boolean isEmpty() {
        return states.isEmpty();
    }

    /** For storage under a seal. */
    public byte[] encode() {
        ProtoWriter out = new ProtoWriter().int32(1, VERSION);
        states.forEach(state -> out.message(2, state.write()));
        return out.toArray();
    }

    /** @throws MalformedException if {@link #encode} did not make it, or made it in a form that we do not know */
    public static SenderKeyRecord decode(byte[] stored) {
        List<SenderKeyState> states = new ArrayList<>();
        int version = 0;
        ProtoReader in = new ProtoReader(stored);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> version = in.int32();
                case 2 -> states.add(SenderKeyState.read(in.message()));
                default -> {}
            }
        }
        if (version != VERSION) {
            throw new MalformedException("a stored sender key has a form that is not known");
        }
        return new SenderKeyRecord(states);
    }

    Optional<SenderKeyState> newest() {
        return states.stream().findFirst();
    }

    Optional<SenderKeyState> byId(int id) {
        return states.stream().filter(state -> state.id() == id).findFirst();
    }

    SenderKeyRecord first(SenderKeyState state) {
        List<SenderKeyState> all = new ArrayList<>();
        all.add(state);
        states.stream().filter(other -> other.id() != state.id()).forEach(all::add);
        return new SenderKeyRecord(all);
    }

    /** With {@code state} in the place of the one that has its id. */
    SenderKeyRecord updated(SenderKeyState state) {
        return new SenderKeyRecord(states.stream()
                .map(other -> other.id() == state.id() ? state : other)
                .toList());
    }

    @Override
    public String toString() {
        return "SenderKeyRecord[" + states.size() + "]";
    }
}
