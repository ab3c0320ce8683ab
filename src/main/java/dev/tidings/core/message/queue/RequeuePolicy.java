package dev.tidings.core.message.queue;

import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SendOutcome.Deferred;
import dev.tidings.core.engine.SendOutcome.Extent;
import dev.tidings.core.message.queue.QueueRepository.PutBack;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Puts messages that WhatsApp accepts only later back into the queue. A message that waits for a limit or an outage
 * may do so for a day, like messages of a session that is disconnected for some time; any other message gets three
 * more attempts.
 */
@ApplicationScoped
class RequeuePolicy {
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.RATE_LIMIT_EXCEEDED, ErrorCode.SERVICE_UNAVAILABLE);
    private static final int ATTEMPTS = 3;
    private static final Duration LONGEST = Duration.ofDays(1);

    private final QueueRepository queue;
    private final Clock clock;

    RequeuePolicy(QueueRepository queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** Whether the message waits in the queue again; otherwise its outcome must be recorded. */
    Uni<Boolean> putBack(String messageId, SendOutcome outcome) {
        if (!(outcome instanceof Deferred deferred)) {
            return Uni.createFrom().item(false);
        }
        Instant now = clock.instant();
        PutBack back = new PutBack(
                messageId,
                now.plus(deferred.retryAfter()),
                deferred.extent() == Extent.RECIPIENT,
                PASSING.contains(deferred.code()) ? Integer.MAX_VALUE : ATTEMPTS,
                now.minus(LONGEST));
        return queue.putBack(back, now);
    }

    /** Whether the session cannot send any other message now either. */
    static boolean holdsSession(SendOutcome outcome) {
        return outcome instanceof Deferred deferred && deferred.extent() == Extent.SESSION;
    }
}
