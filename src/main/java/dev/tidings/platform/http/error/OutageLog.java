package dev.tidings.platform.http.error;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Reports requests that cannot be served now: the first at once, then one line in ten seconds with how many there were. */
@ApplicationScoped
class OutageLog {
    private static final Logger LOG = Logger.getLogger(OutageLog.class);
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanos;

    /** When the last line was written; null before the first, since no number is older than all readings of a clock. */
    private final AtomicReference<Long> last = new AtomicReference<>();

    private final AtomicInteger unreported = new AtomicInteger();

    OutageLog() {
        this(System::nanoTime);
    }

    OutageLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void report(String requestId, Throwable cause) {
        Long now = nanos.getAsLong();
        Long before = last.get();
        if ((before != null && now - before < PAUSE) || !last.compareAndSet(before, now)) {
            unreported.incrementAndGet();
            LOG.debugf("Request %s cannot be served now: %s", requestId, cause);
            return;
        }
        int others = unreported.getAndSet(0);
        LOG.warnf(
                "Request %s cannot be served now%s: %s",
                requestId, others == 0 ? "" : " (nor could " + others + " since the last line like this)", cause);
    }
}
