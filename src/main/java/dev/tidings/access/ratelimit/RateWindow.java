package dev.tidings.access.ratelimit;

import java.time.Instant;

/**
 * A fixed window of time in which an account has so many requests. Windows begin at multiples of their length since 1970, so
 * minutes, hours and days are those of UTC.
 *
 * @param subject whose requests are counted together: the account, or the account at one endpoint
 * @param name what it is called in {@code RateLimit-Policy}
 * @param seconds its length
 * @param limit how many requests it lets through
 */
public record RateWindow(String subject, String name, int seconds, int limit) {

    /** When the window at this moment ends. */
    public Instant endAt(Instant moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * (long) seconds + seconds);
    }
}
