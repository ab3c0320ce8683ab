package dev.tidings.core.message.send;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.ClientLeftException;
import dev.tidings.platform.async.WaitingClient;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs the direct sends of a session one after the other, in the order in which they came to this replica. Sessions do
 * not wait for each other.
 *
 * <p>A send does nothing before its turn: its 20 s for the engine begin then. A send that waits longer than
 * {@link #PATIENCE}, which is longer than one engine call that reaches its limit, is answered
 * {@code service_unavailable} and nothing was sent, so an answer comes within 45 s however long the line is. The
 * outcome of a call that reached its limit is unknown, and so is its place in the engine's order: the line continues
 * without it. A send whose turn has come runs to its end even if its client closes the connection (see
 * {@link WaitingClient}); one that still waits is then dropped.
 */
@ApplicationScoped
class SendSequencer {
    static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Duration patience;

    /** When the last send in a line will be over; an empty line has no entry. */
    private final Map<String, Future<Void>> ends = new ConcurrentHashMap<>();

    @Inject
    SendSequencer(Vertx vertx) {
        this(vertx, PATIENCE);
    }

    SendSequencer(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /**
     * Does the work when all sends that came before have left the session's line.
     *
     * @throws ApiException {@code service_unavailable} when that takes too long
     */
    <T> Uni<T> inTurn(String sessionId, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> new Place<T>(sessionId, work, emitter).take());
    }

    /** How many lines there are. */
    int count() {
        return ends.size();
    }

    /** One send in its line; after its first step it runs on the context it came on, so its field needs no lock. */
    private final class Place<T> {
        private final String sessionId;
        private final Supplier<Uni<T>> work;
        private final UniEmitter<? super T> emitter;
        private final Context context = vertx.getOrCreateContext();
        private final WaitingClient client = WaitingClient.current();
        private final Promise<Void> left = Promise.promise();
        private boolean givenUp;

        Place(String sessionId, Supplier<Uni<T>> work, UniEmitter<? super T> emitter) {
            this.sessionId = sessionId;
            this.work = work;
            this.emitter = emitter;
        }

        void take() {
            if (client.hasLeft()) {
                emitter.fail(new ClientLeftException());
                return;
            }
            Future<Void> before = ends.put(sessionId, left.future());
            if (before == null) {
                run();
                return;
            }
            emitter.onTermination(() -> context.runOnContext(answered -> givenUp = true));
            Runnable stays = client.whenLeft(() -> giveUp(new ClientLeftException()));
            long timer = vertx.setTimer(
                    patience.toMillis(),
                    tooLong -> giveUp(ApiException.retryAfter(ErrorCode.SERVICE_UNAVAILABLE, RETRY_AFTER)));
            before.onComplete(gone -> context.runOnContext(turn -> {
                vertx.cancelTimer(timer);
                stays.run();
                if (givenUp) {
                    leave();
                } else {
                    run();
                }
            }));
        }

        private void giveUp(RuntimeException reason) {
            givenUp = true;
            emitter.fail(reason);
        }

        private void run() {
            BackgroundTasks.run(
                    Uni.createFrom().deferred(work::get),
                    item -> {
                        leave();
                        emitter.complete(item);
                    },
                    failure -> {
                        leave();
                        emitter.fail(failure);
                    });
        }

        private void leave() {
            ends.remove(sessionId, left.future());
            left.complete();
        }
    }
}
