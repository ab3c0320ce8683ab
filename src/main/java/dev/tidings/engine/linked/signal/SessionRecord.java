package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All sessions with one device: the one that we write in first, then those before it, in which messages may still come, 40 of
 * them at most. Two sides that start at the same time each have two; as the one that a message came in becomes the first, they
 * soon write in the same.
 */
public final class SessionRecord {
    public static final SessionRecord EMPTY = new SessionRecord(List.of());

    static final int MAX_ARCHIVED = 40;

    private static final int VERSION = 1;

    private final List<SessionState> states;

    private SessionRecord(List<SessionState> states) {
        this.states = List.copyOf(states.subList(0, Math.min(states.size(), MAX_ARCHIVED + 1)));
    }

    public boolean isEmpty() {
        return states.isEmpty();
    }

    /** The registration that the device had when the session was built; another one means that it was set up anew. */
    public OptionalInt registrationId() {
        return isEmpty() ? OptionalInt.empty() : OptionalInt.of(states.get(0).registrationId());
    }

    /** For storage under a seal. */
    public byte[] encode() {
        ProtoWriter out = new ProtoWriter().int32(1, VERSION);
        states.forEach(state -> out.message(2, SessionFormat.write(state)));
        return out.toArray();
    }

    /** @throws MalformedException if {@link #encode} did not make it, or made it in a form that we do not know */
    public static SessionRecord decode(byte[] stored) {
        List<SessionState> states = new ArrayList<>();
        int version = 0;
        ProtoReader in = new ProtoReader(stored);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> version = in.int32();
                case 2 -> states.add(SessionFormat.read(in.message()));
                default -> {}
            }
        }
        if (version != VERSION) {
            throw new MalformedException("a stored session has a form that is not known");
        }
        return new SessionRecord(states);
    }

    /** The one to write in first. */
    List<SessionState> states() {
        return states;
    }

    Optional<SessionState> startedBy(PublicKey baseKey) {
        return states.stream().filter(state -> state.baseKey().equals(baseKey)).findFirst();
    }

    /** With {@code state} to write in, in place of one with the same base key if there is one. */
    SessionRecord first(SessionState state) {
        List<SessionState> all = new ArrayList<>();
        all.add(state);
        states.stream()
                .filter(other -> !other.baseKey().equals(state.baseKey()))
                .forEach(all::add);
        return new SessionRecord(all);
    }

    @Override
    public String toString() {
        return "SessionRecord[" + states.size() + "]";
    }
}
