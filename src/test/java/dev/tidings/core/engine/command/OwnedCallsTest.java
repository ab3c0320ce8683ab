package dev.tidings.core.engine.command;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.access.auth.TestCallers;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails.Failure;
import dev.tidings.core.directory.OwnershipLostException;
import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.TakeoverRecorder;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SendRecorder;
import dev.tidings.core.message.MessageStatusService;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.TestNotifications;
import dev.tidings.platform.sql.Transactions;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas with an engine each, on one database: what one asks for the other does. */
@QuarkusTest
class OwnedCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(700);

    /** Each keeps a connection, so the replicas of all tests share them. */
    private static final List<PgNotifications> LISTENERS = new ArrayList<>();

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Ids ids;

    @Inject
    Transactions transactions;

    @Inject
    TakeoverRecorder takeovers;

    @Inject
    CommandCodec codec;

    @Inject
    SendRecorder recorder;

    @Inject
    MessageStatusService statuses;

    private final List<CommandReplica> replicas = new ArrayList<>();
    private String engine;
    private String session;

    @BeforeEach
    void begin() {
        engine = "stub-" + ids.random();
        session = session();
    }

    @AfterEach
    void end() {
        replicas.forEach(one -> one.replica.leave());
        for (String table : List.of("engine_command", "session_owner", "session")) {
            sql("DELETE FROM " + table + " WHERE engine = $1", engine);
        }
    }

    @Test
    void callsItsOwnSessionsDirectly() {
        CommandReplica owner = owner(LONG);
        assertInstanceOf(SendOutcome.Accepted.class, get(owner.engine.send(message())));
        get(owner.engine.open(session));
        assertEquals(2, owner.stub.calls.size());
        assertEquals(0, commands());
    }

    @Test
    void makesItselfTheOwnerOfASessionThatHasNone() {
        CommandReplica one = replica(LONG);
        get(one.engine.open(session));
        assertEquals(List.of("open"), one.stub.calls);
        assertTrue(one.replica.ownership.held(session).isPresent());
    }

    @Test
    void bringsEveryCallToTheOwner() {
        CommandReplica owner = owner(LONG);
        Engine other = replica(LONG).engine;
        get(other.open(session));
        get(other.close(session));
        get(other.unlink(session, 7));
        assertEquals(
                new PairingCode("ABCD-EFGH", Instant.parse("2026-11-27T10:05:00Z")),
                get(other.pairingCode(session, "14155552671")));
        get(other.passkey(session, new PasskeyReply(Map.of("id", "abc"))));
        get(other.passkey(session, new PasskeyReply(null)));
        assertEquals(new NumberLookup(true, "14155552671"), get(other.lookUp(session, "14155552671")));
        get(other.markRead(session, "14155552671", "wa_1", true));
        assertEquals(
                List.of(
                        "open",
                        "close",
                        "unlink 7",
                        "pairingCode 14155552671",
                        "passkey {id=abc}",
                        "passkey null",
                        "lookUp 14155552671",
                        "markRead 14155552671 wa_1 true"),
                owner.stub.calls);
    }

    /** A method that an engine gets later would otherwise be called on the wrong replica. */
    @Test
    void knowsEveryMethodOfAnEngine() {
        Arrays.stream(Engine.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .forEach(method -> assertEquals(
                        RoutedEngine.class,
                        declaring(method.getName(), method.getParameterTypes()),
                        method.getName() + " needs a command"));
    }

    private static Class<?> declaring(String name, Class<?>... parameters) {
        try {
            return RoutedEngine.class.getMethod(name, parameters).getDeclaringClass();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failsAsTheEngineFailed() {
        CommandReplica owner = owner(LONG);
        Engine other = replica(LONG).engine;
        owner.stub.failure = ApiException.of(ErrorCode.INVALID_PHONE_NUMBER, "phoneNumber", "is none")
                .ofEngine("131026", "not on WhatsApp")
                .retryIn(Duration.ofSeconds(7));
        ApiException failure = assertThrows(ApiException.class, () -> get(other.lookUp(session, "1")));
        assertEquals(ErrorCode.INVALID_PHONE_NUMBER, failure.code());
        assertEquals("phoneNumber", failure.details().orElseThrow().field());
        assertEquals("not on WhatsApp", failure.details().orElseThrow().reason());
        assertEquals("131026", failure.details().orElseThrow().engineCode());
        assertEquals(Duration.ofSeconds(7), failure.retryAfter().orElseThrow());
        owner.stub.failure = new IllegalArgumentException("secret");
        IllegalStateException hidden = assertThrows(IllegalStateException.class, () -> get(other.lookUp(session, "1")));
        assertFalse(hidden.getMessage().contains("secret"));
    }

    @Test
    void theOwnerStoresTheStatusOfWhatItSendsForOthersAndNothingIsInClear() {
        CommandReplica owner = owner(LONG);
        CommandReplica asker = replica(LONG);
        OutboundMessage message = message();
        SendOutcome outcome = get(asker.engine.send(message));
        assertEquals("wa_" + message.messageId(), ((SendOutcome.Accepted) outcome).engineMessageId());
        assertEquals("sent", text("SELECT status FROM message WHERE id = $1", message.messageId()));
        assertEquals("message.sent", text("SELECT type FROM event WHERE session_id = $1 ORDER BY position", session));
        String row = text("SELECT engine_command::text FROM engine_command WHERE id = $1", message.messageId());
        assertFalse(row.contains("hello") || row.contains(message.to()) || row.contains("wa_"), row);
        assertEquals(outcome, get(asker.engine.send(message)), "the same message is the same command");
        assertEquals(1, owner.stub.calls.size());
    }

    @Test
    void everyOutcomeOfASendComesBack() {
        CommandReplica owner = owner(LONG);
        Engine other = replica(LONG).engine;
        for (SendOutcome outcome : List.of(
                new SendOutcome.Accepted("wa_7", Instant.parse("2026-11-27T10:00:00Z"), "5511912345678"),
                new SendOutcome.Refused(ErrorCode.MESSAGE_REJECTED, new Failure("131026", "no")),
                new SendOutcome.Refused(ErrorCode.INVALID_PHONE_NUMBER),
                new SendOutcome.Deferred(
                        ErrorCode.RATE_LIMIT_EXCEEDED, Duration.ofSeconds(3), SendOutcome.Extent.RECIPIENT),
                new SendOutcome.Lost())) {
            owner.stub.onSend = sent -> Uni.createFrom().item(outcome);
            assertEquals(outcome, get(other.send(message())));
        }
        owner.stub.onSend = sent -> Uni.createFrom().failure(new IllegalStateException("cut"));
        assertEquals(new SendOutcome.Lost(), get(other.send(message())));
        owner.stub.onSend = sent -> Uni.createFrom().failure(new OwnershipLostException(new OwnershipToken("s", 1)));
        assertEquals(CommandCalls.UNTAKEN, get(other.send(message())));
    }

    @Test
    void whatNoOwnerTookInTimeWasNotSentAndMayBeSentAgain() {
        sql(
                "INSERT INTO session_owner (session_id, engine, replica_id, token, since)"
                        + " VALUES ($1, $2, 'rep_dead', nextval('session_owner_token'), now())",
                session,
                engine);
        CommandReplica asker = replica(SHORT);
        OutboundMessage message = message();
        assertEquals(CommandCalls.UNTAKEN, get(asker.engine.send(message)));
        assertFailed(message);
        assertEquals("withdrawn", state(message));
        ApiException failure = assertThrows(ApiException.class, () -> get(asker.engine.lookUp(session, "1")));
        assertEquals(ErrorCode.SERVICE_UNAVAILABLE, failure.code());
        assertEquals(CommandCalls.RETRY_AFTER, failure.retryAfter().orElseThrow());
        // the owner comes too late
        sql(
                "UPDATE session_owner SET replica_id = NULL, free_since = now() - interval '1 minute'"
                        + " WHERE session_id = $1",
                session);
        CommandReplica owner = owner(SHORT);
        owner.worker.wake();
        assertEquals(
                0,
                get(new CommandRepository(pool, codec).claim(owner.replica.ownership.replicaId(), 10))
                        .size());
    }

    @Test
    void onlyWhatWasTakenCanBecomeUnknown() {
        CommandReplica owner = owner(SHORT);
        CommandReplica asker = replica(SHORT);
        CompletableFuture<SendOutcome> answer = new CompletableFuture<>();
        owner.stub.onSend = sent -> Uni.createFrom().completionStage(answer);
        OutboundMessage message = message();
        assertThrows(ApiException.class, () -> get(asker.engine.send(message)));
        assertEquals("taken", state(message));
        sql("UPDATE message SET sending_at = now() - interval '1 day' WHERE id = $1", message.messageId());
        OutboundMessage waiting = message();
        sql("UPDATE message SET sending_at = now() - interval '1 day' WHERE id = $1", waiting.messageId());
        waits(waiting, "1 minute");
        get(statuses.sweep(Instant.now().minusSeconds(60)));
        assertEquals("unknown", text("SELECT status FROM message WHERE id = $1", message.messageId()));
        assertEquals("sending", text("SELECT status FROM message WHERE id = $1", waiting.messageId()));
        answer.complete(new SendOutcome.Accepted("wa_late", Instant.now()));
        await().atMost(PATIENCE)
                .until(() -> text("SELECT status FROM message WHERE id = $1", message.messageId())
                        .equals("sent"));
    }

    @Test
    void whatADeadReplicaAskedForIsWithdrawnAfterItsTime() {
        CommandReplica one = replica(LONG);
        OutboundMessage message = message();
        waits(message, "-3 seconds");
        get(one.worker.withdrawForgotten());
        assertFailed(message);
        assertEquals("withdrawn", state(message));
    }

    @Test
    void aNewOwnerRepeatsWhatMayBeRepeated() {
        CommandReplica old = owner(LONG);
        CommandReplica asker = replica(LONG);
        OwnershipToken token = old.replica.ownership.held(session).orElseThrow();
        sql(
                "INSERT INTO engine_command (id, session_id, engine, type, asker, arguments, repeatable, deadline,"
                        + " state, token) VALUES ($1, $2, $3, 'open', 'rep_x', $4, true, now() + interval '1 minute',"
                        + " 'taken', $5)",
                "cmd_" + session,
                session,
                engine,
                codec.seal(new JsonObject(), "cmd_" + session),
                token.token());
        old.replica.leave();
        await().atMost(PATIENCE).until(() -> asker.replica.turn().acquired.size() == 1);
        asker.worker.wake();
        await().atMost(PATIENCE).until(() -> asker.stub.calls.contains("open"));
    }

    @Test
    void theQueueSendsNothingForSessionsOfOthers() {
        owner(LONG);
        CommandReplica other = replica(LONG);
        assertInstanceOf(SendOutcome.Deferred.class, get(other.here.send(message())));
        assertEquals(0, commands());
        assertTrue(other.stub.calls.isEmpty());
    }

    @Test
    void oldCommandsAreRemoved() {
        CommandReplica one = replica(LONG);
        OutboundMessage message = message();
        waits(message, "-1 day");
        get(one.worker.sweep());
        assertEquals("waiting", state(message), "nobody withdrew it yet");
        get(one.worker.withdrawForgotten());
        get(one.worker.sweep());
        assertEquals(0, commands());
    }

    private void assertFailed(OutboundMessage message) {
        Row row = pool.preparedQuery("SELECT status, error_code, idempotency_key FROM message WHERE id = $1")
                .executeAndAwait(Tuple.of(message.messageId()))
                .iterator()
                .next();
        assertEquals("failed", row.getString("status"));
        assertEquals("service_unavailable", row.getString("error_code"));
        assertNull(row.getString("idempotency_key"));
    }

    private CommandReplica owner(Duration patience) {
        CommandReplica owner = replica(patience);
        if (owner.replica.ownership.held(session).isEmpty()) {
            owner.replica.own(session, engine);
        }
        return owner;
    }

    private CommandReplica replica(Duration patience) {
        if (LISTENERS.size() == replicas.size()) {
            LISTENERS.add(TestNotifications.on(pool));
        }
        PgNotifications notices = LISTENERS.get(replicas.size());
        CommandReplica replica = new CommandReplica(
                engine, patience, notices, pool, vertx, ids, transactions, takeovers, codec, recorder);
        replicas.add(replica);
        return replica;
    }

    private String session() {
        String id = ids.next(IdKind.SESSION);
        sql(
                "INSERT INTO session (id, account_id, name, engine, status, created_at, updated_at)"
                        + " VALUES ($1, $2, 'owned', $3, 'connected', now(), now())",
                id,
                TestCallers.operator().accountId(),
                engine);
        return id;
    }

    /** Stored as a message that is being sent. */
    private OutboundMessage message() {
        String id = ids.next(IdKind.MESSAGE);
        sql(
                "INSERT INTO message (id, account_id, session_id, direction, chat_id, recipient, type, content, status,"
                        + " created_at, sending_at, idempotency_key) VALUES ($1, $2, $3, 'outbound', '14155552671',"
                        + " '14155552671', 'text', '{\"text\":\"hello\"}', 'sending', now(), now(), $1)",
                id,
                TestCallers.operator().accountId(),
                session);
        return new OutboundMessage(session, id, "14155552671", new MessageContent.Text("hello", null), null);
    }

    /** As a replica leaves it that dies right after it asked. */
    private void waits(OutboundMessage message, String deadline) {
        sql(
                "INSERT INTO engine_command (id, session_id, engine, type, asker, arguments, repeatable, deadline)"
                        + " VALUES ($1, $2, $3, 'send', 'rep_dead', $4, false, now() + $5::text::interval)",
                message.messageId(),
                "session_of_nobody",
                engine,
                codec.seal(codec.message(message), message.messageId()),
                deadline);
    }

    private String state(OutboundMessage message) {
        return text("SELECT state FROM engine_command WHERE id = $1", message.messageId());
    }

    private long commands() {
        return pool.preparedQuery("SELECT count(*) FROM engine_command WHERE engine = $1")
                .executeAndAwait(Tuple.of(engine))
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T get(Uni<T> call) {
        return call.await().atMost(Duration.ofSeconds(20));
    }

    private void sql(String statement, Object... values) {
        pool.preparedQuery(statement).executeAndAwait(Tuple.from(List.of(values)));
    }

    private String text(String query, Object... values) {
        return pool.preparedQuery(query)
                .executeAndAwait(Tuple.from(List.of(values)))
                .iterator()
                .next()
                .getString(0);
    }
}
