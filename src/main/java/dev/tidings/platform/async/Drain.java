package dev.tidings.platform.async;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Ends work that no request waits for. Once the process is asked to stop, long work ends at the next point where it can, and
 * gives back what it has claimed; before the pools close, this waits for what still runs.
 */
@ApplicationScoped
public class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);

    /** Together with the wait for requests (quarkus.shutdown.timeout) within the 25 s that a shutdown may take. */
    private static final long PATIENCE_SECONDS = 4;

    private volatile boolean begun;

    /** Whether nothing new may begin. */
    public boolean hasBegun() {
        return begun;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent asked) {
        begun = true;
    }

    /** On the thread that ends the process, after the last request and before the database's pool closes. */
    void finish(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
        begun = true;
        CompletableFuture<Void> idle = BackgroundTasks.idle();
        try {
            idle.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("%d jobs did not come to their end in time", BackgroundTasks.inFlight());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
