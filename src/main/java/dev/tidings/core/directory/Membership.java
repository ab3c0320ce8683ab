package dev.tidings.core.directory;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * One run of this replica among the others, from its registration until its lease ends: what owned sessions before comes
 * back under another id, and owns nothing. PostgreSQL's clock decides when others take its sessions; it gives them up
 * earlier, by its own monotonic clock, so it never needs PostgreSQL for that.
 */
final class Membership {
    /** Others take the sessions of a replica that has not renewed it for so long. */
    static final Duration LEASE = Duration.ofSeconds(12);

    /** So much earlier the replica itself gives them up. */
    static final Duration MARGIN = Duration.ofSeconds(2);

    private final String id;
    private final LongSupplier nanos;
    private final Map<String, Holding> holdings = new ConcurrentHashMap<>();
    private volatile long renewedAt;
    private volatile boolean registered;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param nanos a clock that never jumps */
    Membership(String id, LongSupplier nanos) {
        this.id = id;
        this.nanos = nanos;
    }

    String id() {
        return id;
    }

    long now() {
        return nanos.getAsLong();
    }

    /** @param sentAt when the statement was sent that PostgreSQL counts the lease from, or later */
    void renewed(long sentAt) {
        renewedAt = sentAt;
        registered = true;
    }

    boolean isRegistered() {
        return registered;
    }

    /** Whether the lease holds by this replica's own clock. */
    boolean isSafe() {
        return registered
                && !isOver()
                && now() - renewedAt < LEASE.minus(MARGIN).toNanos();
    }

    boolean hasLapsed() {
        return registered && !isOver() && !isSafe();
    }

    /** Whether it is time to renew the lease, at a quarter of it. */
    boolean isDue() {
        return now() - renewedAt >= LEASE.toNanos() / 4;
    }

    boolean isOver() {
        return over.get();
    }

    /** @return whether it had not ended before */
    boolean end() {
        return over.compareAndSet(false, true);
    }

    Holding find(String sessionId) {
        return holdings.get(sessionId);
    }

    /** @return whether it is new here */
    boolean add(Holding holding) {
        return holdings.merge(
                        holding.token().sessionId(),
                        holding,
                        (known, added) -> known.token().token() >= added.token().token() ? known : added)
                == holding;
    }

    void remove(Holding holding) {
        holdings.remove(holding.token().sessionId(), holding);
    }

    Collection<Holding> all() {
        return holdings.values();
    }

    int size() {
        return holdings.size();
    }
}
