package dev.tidings.support;

import static org.awaitility.Awaitility.await;

import dev.tidings.support.ApiClient.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Clients that call without a pause until it is closed, each as soon as it has its answer; what came back is remembered. */
public final class Load implements AutoCloseable {
    private final ExecutorService threads;
    private final Set<String> outcomes = new ConcurrentSkipListSet<>();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean ended;

    private Load(int clients) {
        this.threads = Executors.newFixedThreadPool(clients);
    }

    /** So many clients, each making these calls in turn. */
    public static Load of(int clients, List<Supplier<Answer>> calls) {
        Load load = new Load(clients);
        for (int client = 0; client < clients; client++) {
            int first = client;
            load.threads.execute(() -> load.repeat(calls, first));
        }
        return load;
    }

    /** Different statuses, with the code of a failure; an exception by its name. */
    public Set<String> outcomes() {
        return Set.copyOf(outcomes);
    }

    public Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    public int answers() {
        return answers.get();
    }

    /** Waits for an answer like that. */
    public void awaitOutcome(String outcome) {
        await().atMost(Duration.ofSeconds(20)).until(() -> outcomes.contains(outcome));
    }

    /** Begins to remember anew, with what is asked from now on. */
    public void forget() {
        int before = answers.get();
        // each client may still wait for one answer to what it asked before
        await().atMost(Duration.ofSeconds(20)).until(() -> answers.get() > before + 50 || ended);
        outcomes.clear();
        slowest.set(0);
    }

    private void repeat(List<Supplier<Answer>> calls, int first) {
        for (int i = first; !ended; i++) {
            long begun = System.nanoTime();
            String outcome = outcome(calls.get(i % calls.size()));
            if (!ended) {
                long took = System.nanoTime() - begun;
                slowest.accumulateAndGet(took, Math::max);
                outcomes.add(outcome);
                answers.incrementAndGet();
            }
        }
    }

    private static String outcome(Supplier<Answer> call) {
        try {
            Answer answer = call.get();
            return answer.code().isEmpty() ? Integer.toString(answer.status()) : answer.status() + " " + answer.code();
        } catch (UncheckedIOException e) {
            return e.getCause().toString();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new AssertionError("a client waits for its answer for ever");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
