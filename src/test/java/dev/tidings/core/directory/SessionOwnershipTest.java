package dev.tidings.core.directory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.access.auth.TestCallers;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.Transactions;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas on one database: each has its own monotonic clock; a lease is over when the test says so. */
@QuarkusTest
class SessionOwnershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ROW = "SELECT xmin::text || ctid::text FROM session_owner WHERE session_id = $1";
    private static final String BEAT = "SELECT beat_at::text FROM replica WHERE id = $1";
    private static final String STATUS = "SELECT status FROM session WHERE id = $1";

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Ids ids;

    @Inject
    PgNotifications notices;

    @Inject
    Transactions transactions;

    @Inject
    TakeoverRecorder takeovers;

    @Inject
    OwnerDirectory owners;

    private final List<TestReplica> replicas = new ArrayList<>();
    private String engine;

    @BeforeEach
    void begin() {
        // letters alone: names with many digits look like phone numbers to the test of metrics
        engine = "test-" + letters(ids.random());
    }

    @AfterEach
    void end() {
        replicas.forEach(replica -> replica.keeper.leave().await().atMost(PATIENCE));
        sql("DELETE FROM session_owner WHERE engine = $1", engine);
        sql("DELETE FROM session WHERE engine = $1", engine);
    }

    @Test
    void oneReplicaOwnsASession() {
        TestReplica one = replica();
        TestReplica other = replica();
        String session = session("connected");
        OwnershipToken token = one.own(session, engine);
        assertEquals(Optional.of(token), one.ownership.held(session));
        assertEquals(List.of(token), one.acquired);
        assertEquals(Optional.empty(), acquire(other, session));
        assertEquals(Optional.empty(), other.ownership.held(session));
        assertEquals(0, other.turn().acquired.size());
    }

    @Test
    void oneHeartbeatRenewsAllAndChangesNoOwner() {
        TestReplica one = replica();
        String session = session("connected");
        one.own(session, engine);
        String before = text(ROW, session);
        String beat = text(BEAT, one.ownership.replicaId());
        one.later(Duration.ofSeconds(4));
        one.turn();
        assertFalse(beat.equals(text(BEAT, one.ownership.replicaId())));
        assertEquals(before, text(ROW, session));
    }

    @Test
    void givesUpTwoSecondsBeforeItsLeaseEndsWithoutTheDatabase() {
        TestReplica one = replica();
        String session = session("connected");
        OwnershipToken token = one.own(session, engine);
        one.later(Membership.LEASE.minus(Membership.MARGIN).minusSeconds(1));
        one.ownership.checkLease();
        assertTrue(one.ownership.held(session).isPresent());
        one.later(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), one.ownership.held(session));
        one.ownership.checkLease();
        assertEquals(List.of(token), one.lost);
        one.turn();
        assertEquals(Optional.empty(), one.ownership.held(session), "it comes back as another replica");
    }

    @Test
    void anotherTakesTheSessionsOfADeadReplicaWithAHigherToken() {
        TestReplica dead = replica();
        TestReplica other = replica();
        String session = session("connected");
        OwnershipToken old = dead.own(session, engine);
        other.turn();
        assertTrue(other.acquired.isEmpty(), "its lease is not over");
        expire(dead);
        await().atMost(PATIENCE).until(() -> other.turn().acquired.size() == 1);
        OwnershipToken token = other.ownership.held(session).orElseThrow();
        assertTrue(token.token() > old.token());
        await().atMost(PATIENCE).until(() -> other.opened.equals(List.of(token)));
        assertEquals("reconnecting", text(STATUS, session));
        assertEquals(
                "replica_changed",
                text(
                        "SELECT data ->> 'statusReason' FROM event WHERE session_id = $1"
                                + " AND type = 'session.reconnecting'",
                        session));
        // the old owner was only frozen: what it still wants to write is refused, and it gives the session up
        assertThrows(OwnershipLostException.class, () -> write(dead, old));
        assertEquals(List.of(old), dead.lost);
        dead.later(Duration.ofSeconds(4));
        dead.turn();
        assertEquals(Optional.empty(), dead.ownership.held(session));
        assertTrue(other.ownership.held(session).isPresent());
    }

    @Test
    void opensNoSessionThatWaitsForARestart() {
        TestReplica dead = replica();
        dead.own(session("logged_out"), engine);
        dead.own(session("disconnected"), engine);
        goneForLong(dead);
        TestReplica other = replica();
        assertEquals(2, other.acquired.size());
        String connected = session("connected");
        TestReplica third = replica();
        third.own(connected, engine);
        third.keeper
                .move(third.ownership.held(connected).orElseThrow(), other.ownership.replicaId())
                .await()
                .atMost(PATIENCE);
        other.turn();
        // its turn comes after theirs
        await().atMost(PATIENCE).until(() -> !other.opened.isEmpty());
        assertEquals(
                List.of(connected),
                other.opened.stream().map(OwnershipToken::sessionId).toList());
    }

    @Test
    void aFrozenReplicaLosesItsLeaseWhenItWakesUp() {
        TestReplica frozen = replica();
        OwnershipToken token = frozen.own(session("connected"), engine);
        expire(frozen);
        replica();
        frozen.later(Duration.ofSeconds(4));
        frozen.turn();
        assertEquals(List.of(token), frozen.lost);
    }

    @Test
    void aTransactionOfTheOwnerIsNotOvertaken() {
        TestReplica owner = replica();
        TestReplica other = replica();
        OwnershipToken token = owner.own(session("connected"), engine);
        CompletableFuture<Void> locked = new CompletableFuture<>();
        CompletableFuture<Void> mayEnd = new CompletableFuture<>();
        CompletableFuture<Void> ended = transactions
                .inOne(transaction -> owner.ownership
                        .lock(transaction, token)
                        .invoke(() -> locked.complete(null))
                        .chain(() -> Uni.createFrom().completionStage(mayEnd)))
                .subscribeAsCompletionStage();
        locked.join();
        goneForLong(owner);
        other.turn();
        assertTrue(other.acquired.isEmpty());
        mayEnd.complete(null);
        ended.join();
        other.turn();
        assertEquals(1, other.acquired.size());
    }

    @Test
    void leavesItsSessionsAtOnceWhenItIsAskedToStop() {
        TestReplica stopping = replica();
        TestReplica other = replica();
        String session = session("connected");
        OwnershipToken token = stopping.own(session, engine);
        stopping.keeper.leave().await().atMost(PATIENCE);
        assertEquals(List.of(token), stopping.lost);
        await().atMost(Duration.ofSeconds(4)).until(() -> other.turn().acquired.size() == 1);
        stopping.turn();
        assertEquals(Optional.empty(), stopping.ownership.held(session), "it takes part no more");
    }

    @Test
    void aSessionWaitsForTheCallsUnderWayBeforeItMoves() {
        TestReplica one = replica();
        TestReplica other = replica();
        String session = session("connected");
        OwnershipToken token = one.own(session, engine);
        CompletableFuture<String> sent = new CompletableFuture<>();
        CompletableFuture<String> call = one.ownership
                .calling(token, () -> Uni.createFrom().completionStage(sent))
                .subscribeAsCompletionStage();
        CompletableFuture<Void> move =
                one.keeper.move(token, other.ownership.replicaId()).subscribeAsCompletionStage();
        assertEquals(Optional.empty(), one.ownership.callable(session), "no new call");
        assertTrue(one.ownership.held(session).isPresent(), "the call under way may still write");
        sent.complete("sent");
        assertEquals("sent", call.join());
        move.join();
        assertEquals(List.of(token), one.lost);
        other.turn();
        assertTrue(other.ownership.held(session).orElseThrow().token() > token.token());
    }

    @Test
    void ownsNoMoreThanItHasRoomForAndShowsThatTheOthersWait() {
        TestReplica dead = replica();
        String first = session("connected");
        String second = session("connected");
        dead.own(first, engine);
        dead.own(second, engine);
        goneForLong(dead);
        TestReplica small = replica(1);
        assertEquals(1, small.acquired.size());
        assertEquals("reconnecting", text(STATUS, first));
        assertEquals("reconnecting", text(STATUS, second));
        assertEquals(Optional.empty(), acquire(small, session("starting")));
        TestReplica large = replica();
        await().atMost(PATIENCE).until(() -> large.turn().acquired.size() == 2);
    }

    @Test
    void dropsSessionsThatNeedNoConnectionAnyMore() {
        TestReplica one = replica();
        String session = session("logged_out");
        OwnershipToken token = one.own(session, engine);
        one.ownership.tidyUp().await().atMost(PATIENCE);
        assertTrue(one.lost.isEmpty(), "it may just be made");
        sql("UPDATE session_owner SET since = since - interval '1 minute' WHERE session_id = $1", session);
        one.ownership.tidyUp().await().atMost(PATIENCE);
        assertEquals(List.of(token), one.lost);
        assertTrue(one.own(session, engine).token() > token.token(), "tokens rise also after that");
    }

    @Test
    void findsOutWhenAnAnswerOfTheDatabaseWasLost() {
        TestReplica one = replica();
        String session = session("connected");
        sql(
                "INSERT INTO session_owner (session_id, engine, replica_id, token, since)"
                        + " VALUES ($1, $2, $3, nextval('session_owner_token'), clock_timestamp())",
                session,
                engine,
                one.ownership.replicaId());
        one.ownership.reconcile().await().atMost(PATIENCE);
        OwnershipToken token = one.ownership.held(session).orElseThrow();
        await().atMost(PATIENCE).until(() -> one.opened.equals(List.of(token)));
        sql("DELETE FROM session_owner WHERE session_id = $1", session);
        one.ownership.reconcile().await().atMost(PATIENCE);
        assertEquals(List.of(token), one.lost);
    }

    @Test
    void showsOperatorsTheOwnerAndTheLastFrame() {
        TestReplica one = replica();
        String session = session("connected");
        OwnershipToken token = one.own(session, engine);
        one.ownership.sawFrame(session);
        one.ownership.tidyUp().await().atMost(PATIENCE);
        OwnedSession shown = owners.find(session).await().atMost(PATIENCE);
        assertEquals(one.ownership.replicaId(), shown.replicaId());
        assertEquals(token.token(), shown.token());
        assertNotNull(shown.lastFrameAt());
        assertNotNull(shown.since());
        goneForLong(one);
        assertNull(owners.find(session).await().atMost(PATIENCE).replicaId());
    }

    @Test
    void endsTransactionsOfAFrozenProcess() {
        assertEquals("5s", text("SHOW idle_in_transaction_session_timeout"));
    }

    @Test
    void spreadsLoginsOverAllReplicas() {
        LoginPaceRepository pace = new LoginPaceRepository(pool);
        double first = pace.reserve(10, 20).await().atMost(PATIENCE);
        double second = pace.reserve(10, 20).await().atMost(PATIENCE);
        assertTrue(second - first > 300 && second - first <= 500, first + " and " + second);
    }

    private TestReplica replica() {
        return replica(1000);
    }

    private TestReplica replica(int most) {
        TestReplica replica = new TestReplica(pool, vertx, ids, transactions, takeovers, notices, Set.of(engine), most);
        replicas.add(replica);
        return replica.turn();
    }

    private Optional<OwnershipToken> acquire(TestReplica replica, String session) {
        return replica.ownership.acquire(session, engine).await().atMost(PATIENCE);
    }

    private String session(String status) {
        String id = ids.next(IdKind.SESSION);
        sql(
                "INSERT INTO session (id, account_id, name, engine, status, created_at, updated_at)"
                        + " VALUES ($1, $2, 'owned', $3, $4, now(), now())",
                id,
                TestCallers.operator().accountId(),
                engine,
                status);
        return id;
    }

    /** Its lease is over, as PostgreSQL's clock says. */
    private void expire(TestReplica replica) {
        sql(
                "UPDATE replica SET lease_until = clock_timestamp() - interval '1 millisecond' WHERE id = $1",
                replica.ownership.replicaId());
    }

    private void goneForLong(TestReplica replica) {
        sql(
                "UPDATE replica SET gone_at = clock_timestamp() - interval '1 minute' WHERE id = $1",
                replica.ownership.replicaId());
    }

    private void write(TestReplica replica, OwnershipToken token) {
        transactions
                .inOne(transaction -> replica.ownership.lock(transaction, token))
                .await()
                .atMost(PATIENCE);
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

    private static String letters(String text) {
        return text.chars()
                .mapToObj(character -> String.valueOf((char) ('a' + character % 26)))
                .collect(Collectors.joining());
    }
}
