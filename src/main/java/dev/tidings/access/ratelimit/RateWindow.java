package dev.tidings.access.ratelimit;

import java.time.Instant;

/**
 * A fixed window of time with a limit of requests for an account. Windows begin at multiples of their length since
 * 1970, so minutes, hours and days are those of UTC.
 *
 * @param subject whose requests are counted together: the account, or the account at one API endpoint
 * @param name its name in {@code RateLimit-Policy}
 * @param seconds its length
 * @param limit how many requests it lets through
 */
public record RateWindow(String subject, String name, int seconds, int limit) {

    /** When the window that contains this moment ends. */
    public Instant endAt(Instant moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * (long) seconds + seconds);
    }
}
