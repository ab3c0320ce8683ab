package dev.tidings.core.session;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.TestCallers;
import dev.tidings.access.idempotency.KeptAnswer;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transactions;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionReconcileJobTest {
    @Inject
    SessionRepository sessions;

    @Inject
    SessionReconcileJob keeper;

    @Inject
    SessionService service;

    @Inject
    EngineListener engines;

    @Inject
    Transactions transactions;

    @Inject
    Pool pool;

    @Inject
    MovableClock clock;

    @Inject
    Ids ids;

    @Test
    void opensASessionThatACrashLeftBeforeItsEngineKnewOfIt() {
        String id = orphan();
        clock.advance(Duration.ofSeconds(31));
        keeper.run().await().indefinitely();
        Api.operator().awaitSession(id, "qr_pending");
    }

    @Test
    void leavesASessionThatStartsToTheReplicaThatStartsIt() {
        String id = orphan();
        keeper.run().await().indefinitely();
        Api api = Api.operator();
        api.get("/v1/sessions/" + id).then().body("data.status", equalTo("starting"));
        assertFailure(api.post("/v1/sessions/" + id + "/restart"), 409, "session_conflict");
    }

    @Test
    void forgetsCodesThatNobodyCanUseAnyMore() {
        String id = orphan();
        Instant end = clock.instant().plus(Duration.ofMinutes(10));
        engines.onSession(new SessionEvent.PasskeyRequired(id, "{}", end, null))
                .await()
                .indefinitely();
        clock.advance(Duration.ofMinutes(9));
        keeper.forgetCodes().await().indefinitely();
        assertEquals("{}", find(id).passkey().challenge());
        clock.advance(Duration.ofMinutes(1));
        keeper.forgetCodes().await().indefinitely();
        assertNull(find(id).passkey());
    }

    @Test
    void deletesWhatALogoutLeftWhenACrashCameInBetween() {
        String id = loggedOutBeforeTheEngineKnewOfIt();
        clock.advance(Duration.ofSeconds(31));
        keeper.run().await().indefinitely();
        assertEquals(List.of(), phones(id));
        assertNull(find(id).dueWipe());
    }

    @Test
    void deletesItBeforeTheSessionIsPairedAgain() {
        String id = loggedOutBeforeTheEngineKnewOfIt();
        Api api = Api.operator();
        api.post("/v1/sessions/" + id + "/restart").then().statusCode(200).body("data.status", equalTo("qr_pending"));
        assertNull(find(id).dueWipe());
        api.scan(id, "14155550101");
        clock.advance(Duration.ofSeconds(31));
        keeper.run().await().indefinitely();
        assertEquals(List.of("14155550101"), phones(id));
    }

    /** The engine was away while the session was restarted, and another replica has read before that a wipe is due. */
    @Test
    void deletesNothingOfAPairingAfterTheLogout() {
        String id = loggedOutBeforeTheEngineKnewOfIt();
        Session due = find(id);
        Api api = Api.operator();
        api.post("/v1/sessions/" + id + "/restart").then().statusCode(200);
        api.scan(id, "14155550102");
        execute("UPDATE session SET unlink_due = true, unlink_generation = 1 WHERE id = $1", id);
        service.wipe(due).await().indefinitely();
        assertNull(find(id).dueWipe());
        execute("UPDATE session SET unlink_due = true, unlink_generation = 1 WHERE id = $1", id);
        clock.advance(Duration.ofSeconds(31));
        keeper.run().await().indefinitely();
        assertEquals(List.of("14155550102"), phones(id));
        assertEquals("connected", api.get("/v1/sessions/" + id).path("data.status"));
    }

    /** Which has no generations: what was linked before a restart goes, what is linked after it stays. */
    @Test
    void finishesALogoutOfTheReleaseBefore() {
        String id = Api.operator().connectedSession();
        execute(
                "UPDATE session SET status = 'logged_out', phone_number = NULL, connected_at = NULL, unlink_due = true"
                        + " WHERE id = $1",
                id);
        Session due = find(id);
        Api api = Api.operator();
        api.post("/v1/sessions/" + id + "/restart").then().statusCode(200).body("data.status", equalTo("qr_pending"));
        api.scan(id, "14155550103");
        service.wipe(due).await().indefinitely();
        assertEquals(List.of("14155550103"), phones(id));
    }

    private String loggedOutBeforeTheEngineKnewOfIt() {
        String id = Api.operator().connectedSession();
        transactions
                .inOne(transaction -> sessions.logOut(
                        transaction,
                        TestCallers.operator().accountId(),
                        id,
                        "logged_out_by_api",
                        false,
                        clock.instant()))
                .await()
                .indefinitely();
        assertEquals(1, find(id).dueWipe());
        assertEquals(1, phones(id).size());
        return id;
    }

    private Session find(String id) {
        return sessions.find(TestCallers.operator().accountId(), id).await().indefinitely();
    }

    private List<String> phones(String id) {
        List<String> phones = new ArrayList<>();
        pool.preparedQuery("SELECT phone_number FROM sandbox_session WHERE session_id = $1")
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .forEach(row -> phones.add(row.getString("phone_number")));
        return phones;
    }

    private void execute(String sql, String id) {
        pool.preparedQuery(sql).execute(Tuple.of(id)).await().indefinitely();
    }

    private String orphan() {
        String id = ids.next(IdKind.SESSION);
        Caller caller = TestCallers.operator();
        Session orphan = Session.starting(id, caller.accountId(), "orphan", "sandbox", clock.instant());
        sessions.insert(orphan, caller, KeptAnswer.NONE).await().indefinitely();
        return id;
    }
}
