package dev.tidings.engine.linked.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The signed pre-keys of a device. A rotation stores its candidate before the server gets it; the answer makes it the current
 * one, or drops it. Messages that were encrypted to an older one arrive weeks later, so those are kept.
 *
 * @param candidate null unless a rotation is under way
 * @param retired the newest first
 */
public record SignedPreKeys(SignedPreKey current, SignedPreKey candidate, List<SignedPreKey> retired) {
    /** So many stay, however old they are. */
    static final int KEPT = 3;

    /** So long each one stays, unless there are more than {@link #MOST}. */
    static final Duration KEPT_FOR = Duration.ofDays(30);

    static final int MOST = 20;

    public SignedPreKeys {
        retired = List.copyOf(retired);
    }

    public static SignedPreKeys of(SignedPreKey first) {
        return new SignedPreKeys(first, null, List.of());
    }

    /** What the next candidate is numbered with. */
    public int nextId() {
        return PreKeyIds.after(current.id());
    }

    public SignedPreKeys withCandidate(SignedPreKey next) {
        return new SignedPreKeys(current, next, retired);
    }

    /** The server has taken the candidate. */
    public SignedPreKeys accepted(Instant now) {
        if (candidate == null) {
            return this;
        }
        List<SignedPreKey> old = new ArrayList<>(retired.size() + 1);
        old.add(current.retired(now));
        for (SignedPreKey key : retired) {
            boolean young = key.since().plus(KEPT_FOR).isAfter(now);
            if (old.size() < KEPT || (young && old.size() < MOST)) {
                old.add(key);
            }
        }
        return new SignedPreKeys(candidate, null, old);
    }

    /** The server has refused the candidate. */
    public SignedPreKeys refused() {
        return new SignedPreKeys(current, null, retired);
    }

    /** The one with the id, also a candidate: the server may have taken it although its answer was lost. */
    public Optional<SignedPreKey> find(int id) {
        return Stream.concat(Stream.of(current), Stream.concat(Stream.ofNullable(candidate), retired.stream()))
                .filter(key -> key.id() == id)
                .findFirst();
    }
}
