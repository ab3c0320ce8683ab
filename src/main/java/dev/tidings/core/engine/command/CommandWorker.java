package dev.tidings.core.engine.command;

import dev.tidings.core.directory.OwnedEngines;
import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.core.engine.SendRecorder;
import dev.tidings.core.engine.command.CommandRepository.Taken;
import dev.tidings.core.engine.command.CommandRepository.Withdrawn;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.ClaimLoop;
import dev.tidings.platform.async.Drain;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Carries out what other replicas ask for sessions of this one. */
@ApplicationScoped
class CommandWorker {
    private static final int PARALLEL = 256;

    /** A result that cannot be stored now is worth waiting for: without it nobody knows what was sent. */
    private static final Duration STORING = Duration.ofSeconds(30);

    private final CommandRepository repository;
    private final CommandCodec codec;
    private final CommandCalls calls;
    private final CommandExecutor executor;
    private final SessionOwnership ownership;
    private final OwnedEngines engines;
    private final SendRecorder recorder;
    private final Transactions transactions;
    private final PgNotifications notices;
    private final Drain drain;
    private final ClaimLoop<Taken> loop;

    CommandWorker(
            CommandRepository repository,
            CommandCodec codec,
            CommandCalls calls,
            CommandExecutor executor,
            SessionOwnership ownership,
            OwnedEngines engines,
            SendRecorder recorder,
            Transactions transactions,
            PgNotifications notices,
            Drain drain,
            Vertx vertx) {
        this.repository = repository;
        this.codec = codec;
        this.calls = calls;
        this.executor = executor;
        this.ownership = ownership;
        this.engines = engines;
        this.recorder = recorder;
        this.transactions = transactions;
        this.notices = notices;
        this.drain = drain;
        this.loop = new ClaimLoop<>(
                "Calls for sessions of this replica",
                "A call for a session",
                vertx,
                this::parallel,
                this::claim,
                this::carryOut);
    }

    void start(@Observes StartupEvent started) {
        if (!engines.owned().isEmpty()) {
            notices.listen(CommandCalls.COMMANDS, this::asked);
        }
    }

    /** @param sessionId nothing when notifications were missed */
    void asked(String sessionId) {
        if (sessionId.isEmpty() || ownership.held(sessionId).isPresent()) {
            loop.wake();
        }
    }

    /** Looks for what no notification told of. */
    void wake() {
        if (!engines.owned().isEmpty()) {
            loop.wake();
        }
    }

    /** Withdraws what nobody took in time and nobody waits for any more: its messages were certainly not sent. */
    Uni<Void> withdrawForgotten() {
        return engines.owned().isEmpty()
                ? Uni.createFrom().voidItem()
                : transactions
                        .inOne(transaction -> repository
                                .withdrawForgotten(transaction)
                                .call(all -> BackgroundTasks.each(
                                        sends(all),
                                        withdrawn ->
                                                recorder.record(transaction, withdrawn.id(), CommandCalls.UNTAKEN))))
                        .replaceWithVoid();
    }

    Uni<Void> sweep() {
        return repository.sweep().replaceWithVoid();
    }

    private static List<Withdrawn> sends(List<Withdrawn> all) {
        return all.stream()
                .filter(withdrawn -> withdrawn.type() == CommandType.SEND)
                .toList();
    }

    private int parallel() {
        return drain.hasBegun() ? 0 : PARALLEL;
    }

    private Uni<List<Taken>> claim(int most) {
        return repository.claim(ownership.replicaId(), most);
    }

    /** What this replica may not do any more is left to the next owner, untouched. */
    private Uni<Boolean> carryOut(Taken taken) {
        LogContext.session(taken.sessionId());
        Optional<OwnershipToken> token =
                ownership.callable(taken.sessionId()).filter(held -> held.token() == taken.token());
        return (token.isPresent()
                        ? executor.run(taken, token.get()).flatMap(result -> answer(taken, result))
                        : repository.putBack(taken))
                .replaceWith(false);
    }

    /** The result and, of a send, the message's status commit together. */
    private Uni<Void> answer(Taken taken, JsonObject result) {
        return transactions
                .inOne(transaction -> repository
                        .finish(transaction, taken, codec.seal(result, taken.id()))
                        .call(mine -> mine && taken.type() == CommandType.SEND
                                ? recorder.record(transaction, taken.id(), CommandCodec.outcome(result))
                                : Uni.createFrom().voidItem()))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
                .expireIn(STORING.toMillis())
                .chain(() -> calls.tell(CommandCalls.ANSWERS, taken.asker() + " " + taken.id()));
    }
}
