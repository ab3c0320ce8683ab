package dev.tidings.access.auth;

import dev.tidings.platform.crypto.Sha256;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts invalid keys per address and minute. The table has a fixed size, so many addresses do not make it grow: two
 * addresses may share a place, which an attacker cannot choose, and then they share a limit.
 */
@ApplicationScoped
class AuthFailureLimiter {
    private static final int PLACES = 1 << 16;
    private static final int COUNT_BITS = 24;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int MINUTE = 60;

    /** The minute in the upper bits, the number of its failures in the lower bits. */
    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    private final long seed = new SecureRandom().nextLong();
    private final int most;
    private final Clock clock;

    AuthFailureLimiter(AuthConfig config, Clock clock) {
        this.most = config.failuresPerMinute();
        this.clock = clock;
    }

    /** The refusal for an address with too many failures in this minute. */
    Optional<ApiException> refusal(String address) {
        long place = places.get(place(address));
        return place >> COUNT_BITS == minute() && (place & COUNT_MASK) >= most
                ? Optional.of(tooMany())
                : Optional.empty();
    }

    /** Counts one more failure and returns the error to answer: {@code invalid_api_key}. */
    ApiException count(String address) {
        long minute = minute();
        places.updateAndGet(place(address), old -> {
            long count = old >> COUNT_BITS == minute ? old & COUNT_MASK : 0;
            return (minute << COUNT_BITS) | Math.min(count + 1, COUNT_MASK);
        });
        return ApiException.of(ErrorCode.INVALID_API_KEY);
    }

    private ApiException tooMany() {
        long left = Duration.ofSeconds(MINUTE).toMillis() - Math.floorMod(clock.millis(), MINUTE * 1_000L);
        return ApiException.retryAfter(
                ErrorCode.RATE_LIMIT_EXCEEDED, "too many invalid keys came from this address", Duration.ofMillis(left));
    }

    private long minute() {
        return clock.millis() / (MINUTE * 1_000L);
    }

    private int place(String address) {
        return Math.floorMod(ByteBuffer.wrap(Sha256.of(seed + address)).getInt(), PLACES);
    }
}
