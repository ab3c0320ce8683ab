package dev.tidings.core.message.send;

import dev.tidings.core.message.MessageStatusService;
import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Changes messages whose outcome was lost in a crash to {@code unknown}. It waits longer than a call to an engine can
 * take, so it never changes a message of a living replica.
 */
@ApplicationScoped
public class LostSendJob {
    private static final Logger LOG = Logger.getLogger(LostSendJob.class);
    private static final Duration PATIENCE =
            Duration.ofMillis(TimedEngineCall.SEND_TIMEOUT_MILLIS).plusSeconds(10);

    private final MessageStatusService messages;
    private final Clock clock;

    LostSendJob(MessageStatusService messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    @Scheduled(every = "5s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> run() {
        return BackgroundTasks.guard(
                "The sweeper of lost outcomes",
                Uni.createFrom()
                        .deferred(() -> messages.sweep(clock.instant().minus(PATIENCE)))
                        .invoke(swept -> {
                            if (swept > 0) {
                                LOG.infof("The outcome of %d messages is unknown after a crash", swept);
                            }
                        }));
    }
}
