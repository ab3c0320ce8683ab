package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.protobuf.RecordFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chains of one sender in one group, newest first, five at most. */
public final class SenderKeyRecord {
    public static final SenderKeyRecord EMPTY = new SenderKeyRecord(List.of(), Bytes.EMPTY);

    static final int MAX_STATES = 5;

    private static final int STATE_FIELD = 3;

    private final List<SenderKeyState> states;
    private final Bytes further;

    private SenderKeyRecord(List<SenderKeyState> states, Bytes further) {
        this.further = further;
        this.states = List.copyOf(states.subList(0, Math.min(states.size(), MAX_STATES)));
    }

    public boolean isEmpty() {
        return states.isEmpty();
    }

    /** For storage under a seal. */
    public byte[] encode() {
        ProtoWriter out = RecordFormat.begin();
        states.forEach(state -> out.message(STATE_FIELD, state.write()));
        return out.raw(further).toArray();
    }

    /** @throws MalformedException if {@link #encode} did not make it, or made it in a form that we do not know */
    public static SenderKeyRecord decode(byte[] stored) {
        List<SenderKeyState> states = new ArrayList<>();
        Bytes further = RecordFormat.read(
                stored, (field, in) -> field == STATE_FIELD && states.add(SenderKeyState.read(in.message())));
        return new SenderKeyRecord(states, further);
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
        return new SenderKeyRecord(all, further);
    }

    /** With {@code state} in the place of the one that has its id. */
    SenderKeyRecord updated(SenderKeyState state) {
        return new SenderKeyRecord(
                states.stream()
                        .map(other -> other.id() == state.id() ? state : other)
                        .toList(),
                further);
    }

    @Override
    public String toString() {
        return "SenderKeyRecord[" + states.size() + "]";
    }
}
