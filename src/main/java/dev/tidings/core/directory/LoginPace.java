package dev.tidings.core.directory;

import dev.tidings.platform.async.CoalescingTask;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Spreads logins over time, so that WhatsApp does not see thousands at once when a replica ends: so many per second on
 * each replica, and so many in the whole installation, which PostgreSQL counts.
 */
@ApplicationScoped
public class LoginPace {
    private final LoginPaceRepository repository;
    private final OwnershipConfig config;
    private final Vertx vertx;
    private final Queue<UniEmitter<? super Void>> waiting = new ConcurrentLinkedQueue<>();
    private final CoalescingTask turns;

    LoginPace(LoginPaceRepository repository, OwnershipConfig config, Vertx vertx) {
        this.repository = repository;
        this.config = config;
        this.vertx = vertx;
        this.turns = new CoalescingTask("The pace of logins", vertx, this::turn);
    }

    /** Completes when the next login may begin, in the order of these calls. For a session that logs in by itself. */
    public Uni<Void> next() {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(emitter);
            turns.wake();
        });
    }

    /** How many logins wait. */
    int waiting() {
        return waiting.size();
    }

    /** Lets those of one second begin, and returns whether others wait, when that second is over. */
    private Uni<Boolean> turn() {
        int most = Math.min(waiting.size(), config.loginsPerSecond());
        if (most == 0) {
            return Uni.createFrom().item(false);
        }
        double step = Math.max(1000.0 / config.loginsPerSecond(), 1000.0 / config.installationLoginsPerSecond());
        return repository
                .reserve(most, config.installationLoginsPerSecond())
                .onFailure()
                .call(() -> pause(1000))
                .flatMap(wait -> {
                    List<UniEmitter<? super Void>> next = poll(most);
                    for (int i = 0; i < next.size(); i++) {
                        begin(next.get(i), wait + i * step);
                    }
                    return pause(wait + next.size() * step);
                })
                .map(done -> !waiting.isEmpty());
    }

    private List<UniEmitter<? super Void>> poll(int most) {
        List<UniEmitter<? super Void>> next = new ArrayList<>(most);
        while (next.size() < most) {
            UniEmitter<? super Void> emitter = waiting.poll();
            if (emitter == null) {
                break;
            }
            next.add(emitter);
        }
        return next;
    }

    private void begin(UniEmitter<? super Void> emitter, double millis) {
        vertx.setTimer(Math.max(1, Math.round(millis)), timer -> emitter.complete(null));
    }

    private static Uni<Void> pause(double millis) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(Math.max(1, Math.round(millis))));
    }
}
