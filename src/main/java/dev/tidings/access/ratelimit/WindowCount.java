package dev.tidings.access.ratelimit;

/**
 * How much of a window is used.
 *
 * @param used requests that were let through, including the current one if it was
 */
public record WindowCount(RateWindow window, int used) {

    boolean isFull() {
        return used >= window.limit();
    }

    int remaining() {
        return Math.max(0, window.limit() - used);
    }
}
