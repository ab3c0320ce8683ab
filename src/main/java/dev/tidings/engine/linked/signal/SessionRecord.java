package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.protobuf.RecordFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All sessions with one device: the one that we write in first, then those before it, in which messages may still come, 40 of
 * them at most. Two sides that start at the same time each have two; as the one that a message came in becomes the first, they
 * soon write in the same.
 *
 * <p>All of them together keep the seeds of {@link #MAX_SKIPPED} messages that were passed over: as many as one session may have by
 * the protocol's own limits. Whoever makes us skip messages in session after session would otherwise make a record of 16 MB, which is
 * read and written with each message. The sessions that were not written in for longest give theirs up first.
 */
public final class SessionRecord {
    public static final SessionRecord EMPTY = new SessionRecord(List.of(), Bytes.EMPTY);

    static final int MAX_ARCHIVED = 40;
    static final int MAX_SKIPPED = SessionState.MAX_CHAINS * KeyChain.MAX_SKIPPED;

    private static final int STATE_FIELD = 3;

    private final List<SessionState> states;
    private final Bytes further;

    private SessionRecord(List<SessionState> states, Bytes further) {
        this.states = limited(states.subList(0, Math.min(states.size(), MAX_ARCHIVED + 1)));
        this.further = further;
    }

    private static List<SessionState> limited(List<SessionState> states) {
        if (states.stream().mapToInt(SessionState::skipped).sum() <= MAX_SKIPPED) {
            return List.copyOf(states);
        }
        List<SessionState> limited = new ArrayList<>(states.size());
        int left = MAX_SKIPPED;
        for (SessionState state : states) {
            SessionState kept = state.skippingAtMost(left);
            left -= kept.skipped();
            limited.add(kept);
        }
        return List.copyOf(limited);
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
        ProtoWriter out = RecordFormat.begin();
        states.forEach(state -> out.message(STATE_FIELD, SessionFormat.write(state)));
        return out.raw(further).toArray();
    }

    /** @throws MalformedException if {@link #encode} did not make it, or made it in a form that we do not know */
    public static SessionRecord decode(byte[] stored) {
        List<SessionState> states = new ArrayList<>();
        Bytes further = RecordFormat.read(
                stored, (field, in) -> field == STATE_FIELD && states.add(SessionFormat.read(in.message())));
        return new SessionRecord(states, further);
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
        return new SessionRecord(all, further);
    }

    @Override
    public String toString() {
        return "SessionRecord[" + states.size() + "]";
    }
}
