package dev.tidings.core.engine.command;

import dev.tidings.core.directory.OwnedEngines;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SendRecorder;
import dev.tidings.core.engine.command.CommandRepository.Ended;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the owner of a session to do something, and waits for its answer: a row that the owner takes, a notification each
 * way to be quick, and a look at the row now and then, as notifications may get lost (docs/adr/0034).
 */
@ApplicationScoped
class CommandCalls {
    /** Carries ids of sessions: the owner looks. */
    static final String COMMANDS = "tidings_commands";

    /** Carries the id of whoever asked, and of its command. */
    static final String ANSWERS = "tidings_answers";

    /** When a client may try again what no owner took. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Certainly not sent. */
    static final SendOutcome.Deferred UNTAKEN =
            new SendOutcome.Deferred(ErrorCode.SERVICE_UNAVAILABLE, RETRY_AFTER, SendOutcome.Extent.SESSION);

    private static final Duration POLL = Duration.ofMillis(500);

    private final CommandRepository repository;
    private final CommandCodec codec;
    private final CommandMetrics metrics;
    private final CommandPatience patience;
    private final SessionOwnership ownership;
    private final OwnedEngines engines;
    private final SendRecorder recorder;
    private final Transactions transactions;
    private final PgNotifications notices;
    private final Map<String, AnswerSignal> waiting = new ConcurrentHashMap<>();

    CommandCalls(
            CommandRepository repository,
            CommandCodec codec,
            CommandMetrics metrics,
            CommandPatience patience,
            SessionOwnership ownership,
            OwnedEngines engines,
            SendRecorder recorder,
            Transactions transactions,
            PgNotifications notices) {
        this.repository = repository;
        this.codec = codec;
        this.metrics = metrics;
        this.patience = patience;
        this.ownership = ownership;
        this.engines = engines;
        this.recorder = recorder;
        this.transactions = transactions;
        this.notices = notices;
    }

    void start(@Observes StartupEvent started) {
        if (!engines.owned().isEmpty()) {
            notices.listen(ANSWERS, this::answered);
        }
    }

    /** A command that no owner took before its deadline, and that none will take any more. */
    static final class UntakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UntakenException(EngineCommand command) {
            super("no owner took " + command.type().wireName() + " for " + command.sessionId(), null, false, false);
        }
    }

    /**
     * What the engine answered on the owner's replica, or its failure.
     *
     * @throws UntakenException when it was certainly not done
     */
    Uni<JsonObject> call(EngineCommand command) {
        return metrics.measure(command.type(), () -> {
            AnswerSignal signal = new AnswerSignal();
            waiting.put(command.id(), signal);
            return repository
                    .insert(command, ownership.replicaId(), patience.of(command.type()))
                    .call(() -> tell(COMMANDS, command.sessionId()))
                    .chain(() -> listen(command, signal, System.nanoTime()))
                    .onTermination()
                    .invoke(() -> waiting.remove(command.id(), signal));
        });
    }

    /** The same for a call whose repetition is harmless: without an answer a client may just try again. */
    Uni<JsonObject> callAgain(EngineCommand command) {
        return call(command)
                .onFailure(UntakenException.class)
                .transform(untaken -> ApiException.retryAfter(
                        ErrorCode.SERVICE_UNAVAILABLE, "no replica could reach the session in time", RETRY_AFTER));
    }

    /** A notification that gets lost costs time, and nothing else. */
    Uni<Void> tell(String channel, String payload) {
        return BackgroundTasks.guard("Telling another replica", notices.send(channel, payload));
    }

    /** @param payload the id of a replica and of its command, or nothing when notifications were missed */
    void answered(String payload) {
        int space = payload.indexOf(' ');
        if (space < 0) {
            waiting.values().forEach(AnswerSignal::raise);
        } else {
            AnswerSignal signal = waiting.get(payload.substring(space + 1));
            if (signal != null) {
                signal.raise();
            }
        }
    }

    private Uni<JsonObject> listen(EngineCommand command, AnswerSignal signal, long startedAt) {
        return signal.next(POLL)
                .chain(() -> repository
                        .ended(List.of(command.id()))
                        .onFailure()
                        // it may have been answered: the next look shows it
                        .recoverWithItem(List.of()))
                .flatMap(ended -> ended.isEmpty()
                        ? listenOn(command, signal, startedAt)
                        : Uni.createFrom().item(() -> result(command, ended.get(0))));
    }

    private Uni<JsonObject> listenOn(EngineCommand command, AnswerSignal signal, long startedAt) {
        Duration waited = Duration.ofNanos(System.nanoTime() - startedAt);
        Duration limit = patience.of(command.type());
        if (waited.compareTo(limit) < 0) {
            return listen(command, signal, startedAt);
        }
        if (waited.compareTo(limit.multipliedBy(2)) > 0) {
            return Uni.createFrom()
                    .failure(ApiException.retryAfter(
                            ErrorCode.SERVICE_UNAVAILABLE, "the session's replica did not answer", RETRY_AFTER));
        }
        return withdraw(command)
                .flatMap(withdrawn -> withdrawn
                        ? Uni.createFrom().failure(new UntakenException(command))
                        : listen(command, signal, startedAt));
    }

    /** Once withdrawn it was certainly not done; a message's failure is stored with that. */
    private Uni<Boolean> withdraw(EngineCommand command) {
        return transactions
                .inOne(transaction -> repository
                        .withdraw(transaction, command.id())
                        .call(withdrawn -> withdrawn && command.type() == CommandType.SEND
                                ? recorder.record(transaction, command.id(), UNTAKEN)
                                : Uni.createFrom().voidItem()))
                .onFailure()
                .recoverWithItem(false);
    }

    private JsonObject result(EngineCommand command, Ended ended) {
        if (ended.sealedOutcome() == null) {
            throw new UntakenException(command);
        }
        return CommandCodec.requireSuccess(codec.open(ended.sealedOutcome(), command.id()));
    }
}
