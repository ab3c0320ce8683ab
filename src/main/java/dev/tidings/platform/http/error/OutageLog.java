package dev.tidings.platform.http.error;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Tells of requests that cannot be served now: the first at once, then one line in ten seconds with how many there were. */
final class OutageLog {
    private static final Logger LOG = Logger.getLogger(OutageLog.class);
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - PAUSE);
    private static final AtomicInteger UNTOLD = new AtomicInteger();

    private OutageLog() {}

    static void tell(String requestId, Throwable cause) {
        long now = System.nanoTime();
        long last = LAST.get();
        if (now - last < PAUSE || !LAST.compareAndSet(last, now)) {
            UNTOLD.incrementAndGet();
            LOG.debugf("Request %s cannot be served now: %s", requestId, cause);
            return;
        }
        int others = UNTOLD.getAndSet(0);
        LOG.warnf(
                "Request %s cannot be served now%s: %s",
                requestId, others == 0 ? "" : " (nor could " + others + " since the last line like this)", cause);
    }
}
