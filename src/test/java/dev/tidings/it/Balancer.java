package dev.tidings.it;

import static org.awaitility.Awaitility.await;

import dev.tidings.support.ApiClient;
import dev.tidings.support.TidingsProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out replicas that say they are ready, as a load balancer does: in turn, by a probe that it repeats. */
final class Balancer implements AutoCloseable {
    private static final long PROBE_MILLIS = 100;

    private final String key;
    private final List<TidingsProcess> replicas;
    private final Map<TidingsProcess, ApiClient> ready = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();

    Balancer(String key, TidingsProcess... replicas) {
        this.key = key;
        this.replicas = List.of(replicas);
        var unused = probes.scheduleWithFixedDelay(this::probe, 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
        awaitReady(replicas.length);
    }

    /** A client of a replica that was ready lately. */
    ApiClient pick() {
        List<ApiClient> choice = List.copyOf(ready.values());
        return choice.get(Math.floorMod(turn.getAndIncrement(), choice.size()));
    }

    void awaitReady(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> ready.size() == count);
    }

    private void probe() {
        for (TidingsProcess replica : replicas) {
            ApiClient client = new ApiClient(replica.baseUrl(), key);
            if (isReady(client)) {
                ready.put(replica, client);
            } else {
                ready.remove(replica);
            }
        }
    }

    private static boolean isReady(ApiClient client) {
        try {
            return client.get("/q/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        probes.shutdownNow();
    }
}
