package dev.tidings.engine.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The QR codes of one pairing: the first is valid for 60 s, five more for 20 s each, then the pairing is over. */
final class QrSchedule {
    private static final Duration FIRST = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofSeconds(20);
    private static final int LATER_CODES = 5;

    /** How long a pairing lasts. */
    static final Duration LENGTH = FIRST.plus(LATER.multipliedBy(LATER_CODES));

    private QrSchedule() {}

    /** @param number 0 for the first code of a pairing */
    record Code(int number, Instant expiresAt) {}

    /** The code that is to be scanned now; empty once the pairing is over. */
    static Optional<Code> at(Instant startedAt, Instant now) {
        Duration elapsed = Duration.between(startedAt, now);
        if (elapsed.compareTo(FIRST) < 0) {
            return Optional.of(new Code(0, startedAt.plus(FIRST)));
        }
        int number = 1 + (int) (elapsed.minus(FIRST).toMillis() / LATER.toMillis());
        return number > LATER_CODES
                ? Optional.empty()
                : Optional.of(new Code(number, startedAt.plus(FIRST).plus(LATER.multipliedBy(number))));
    }
}
