package dev.tidings.access.ratelimit;

/**
 * How far a window is used.
 *
 * @param used requests that were let through, the one at hand included if it was
 */
public record WindowCount(RateWindow window, int used) {

    boolean isFull() {
        return used >= window.limit();
    }

    int remaining() {
        return Math.max(0, window.limit() - used);
    }
}
