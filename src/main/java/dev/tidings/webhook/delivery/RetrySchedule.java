package dev.tidings.webhook.delivery;

import dev.tidings.webhook.client.AttemptOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a delivery that failed is attempted again. */
final class RetrySchedule {
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final double JITTER = 0.2;

    /** An endpoint at which every attempt fails for so long is disabled. */
    static final Duration PATIENCE = Duration.ofDays(5);

    private final DoubleSupplier random;

    /** @param random numbers from 0 to 1 */
    RetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * How long to wait; empty when it was the last attempt.
     *
     * @param failedAttempts how many attempts failed, this one among them
     */
    Optional<Duration> next(int failedAttempts, AttemptOutcome outcome) {
        if (failedAttempts > STEPS.size() || isFinal(outcome)) {
            return Optional.empty();
        }
        Duration step = STEPS.get(failedAttempts - 1);
        double stretch = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        Duration jittered = Duration.ofMillis(Math.round(step.toMillis() * stretch));
        return Optional.of(requested(outcome, step).orElse(jittered));
    }

    private static boolean isFinal(AttemptOutcome outcome) {
        return (outcome instanceof AttemptOutcome.Rejected rejected && rejected.isGone())
                || (outcome instanceof AttemptOutcome.NotAttempted none && none.isFinal());
    }

    /** The wait that the endpoint asks for, limited to one to two steps. */
    private static Optional<Duration> requested(AttemptOutcome outcome, Duration step) {
        if (outcome instanceof AttemptOutcome.Rejected rejected && rejected.retryAfterSeconds() != null) {
            long most = step.multipliedBy(2).toSeconds();
            return Optional.of(
                    Duration.ofSeconds(Math.max(step.toSeconds(), Math.min(most, rejected.retryAfterSeconds()))));
        }
        return Optional.empty();
    }
}
