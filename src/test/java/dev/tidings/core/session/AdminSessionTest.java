package dev.tidings.core.session;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.tidings.access.auth.TestCallers;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of owners; that sessions move is in SessionOwnershipTest and OwnedCallsTest. */
@QuarkusTest
class AdminSessionTest {
    @Inject
    Pool pool;

    @Inject
    Ids ids;

    private Api operator;
    private String replica;

    @BeforeEach
    void begin() {
        operator = Api.operator();
        replica = "rep_" + ids.random();
        sql(
                "INSERT INTO replica (id, name, started_at, beat_at, lease_until, max_sessions)"
                        + " VALUES ($1, 'pod-7', now(), now(), now() + interval '1 hour', 3)",
                replica);
    }

    @AfterEach
    void end() {
        sql("DELETE FROM session_owner WHERE replica_id = $1", replica);
        sql("DELETE FROM session_frame WHERE session_id IN (SELECT id FROM session WHERE name = $1)", replica);
        sql("DELETE FROM session WHERE name = $1", replica);
        sql("DELETE FROM replica WHERE id = $1", replica);
    }

    @Test
    void showsWhoOwnsWhichSession() {
        String session = session("sandbox", "connected");
        own(session);
        sql("INSERT INTO session_frame (session_id, frame_at) VALUES ($1, now())", session);
        operator.get("/v1/admin/sessions/" + session)
                .then()
                .statusCode(200)
                .body("data.sessionId", equalTo(session))
                .body("data.accountId", equalTo(TestCallers.operator().accountId()))
                .body("data.engine", equalTo("sandbox"))
                .body("data.status", equalTo("connected"))
                .body("data.owner.replicaId", equalTo(replica))
                .body("data.owner.replicaName", equalTo("pod-7"))
                .body("data.owner.token", greaterThan(0))
                .body("data.owner.since", notNullValue())
                .body("data.lastFrameAt", notNullValue());
        operator.get("/v1/admin/sessions?replicaId=" + replica)
                .then()
                .statusCode(200)
                .body("data.sessionId", equalTo(List.of(session)));
        operator.get("/v1/admin/sessions?replicaId=rep_none").then().body("data", equalTo(List.of()));
        operator.get("/v1/admin/replicas")
                .then()
                .statusCode(200)
                .body("data.replicaId", hasItem(replica))
                .body("data.find { it.replicaId == '" + replica + "' }.sessions", equalTo(1))
                .body("data.find { it.replicaId == '" + replica + "' }.maxSessions", equalTo(3))
                .body("data.find { it.replicaId == '" + replica + "' }.draining", equalTo(false));
    }

    @Test
    void showsNoOwnerThatHasLostItsLease() {
        String session = session("sandbox", "connected");
        own(session);
        sql("UPDATE replica SET gone_at = now() WHERE id = $1", replica);
        operator.get("/v1/admin/sessions/" + session).then().statusCode(200).body("data.owner", nullValue());
    }

    @Test
    void movesNoSessionThatHasNoOwnerByItsNature() {
        String session = session("sandbox", "connected");
        assertFailure(move(session, Map.of()), 422, "not_supported_by_engine");
        assertFailure(move("session_00000000000000000000000000", Map.of()), 404, "session_not_found");
        assertFailure(move("nonsense", Map.of()), 404, "session_not_found");
        assertFailure(operator.get("/v1/admin/sessions/nonsense"), 404, "session_not_found");
    }

    @Test
    void movesNoSessionThatCannotMoveNow() {
        String alone = session("linked", "connected");
        assertFailure(move(alone, Map.of()), 409, "session_conflict");
        String pairing = session("linked", "qr_pending");
        own(pairing);
        assertFailure(move(pairing, Map.of()), 409, "session_conflict");
        String connected = session("linked", "connected");
        own(connected);
        assertFailure(move(connected, Map.of("replicaId", replica)), 400, "invalid_request", "replicaId");
        assertFailure(move(connected, Map.of("replicaId", "rep_none")), 400, "invalid_request", "replicaId");
    }

    private Response move(String session, Map<String, Object> body) {
        return operator.post("/v1/admin/sessions/" + session + "/move", body);
    }

    private String session(String engine, String status) {
        String id = ids.next(IdKind.SESSION);
        sql(
                "INSERT INTO session (id, account_id, name, engine, status, created_at, updated_at)"
                        + " VALUES ($1, $2, $3, $4, $5, now(), now())",
                id,
                TestCallers.operator().accountId(),
                replica,
                engine,
                status);
        return id;
    }

    private void own(String session) {
        sql(
                "INSERT INTO session_owner (session_id, engine, replica_id, token, since)"
                        + " SELECT id, engine, $2, nextval('session_owner_token'), now() FROM session WHERE id = $1",
                session,
                replica);
    }

    private void sql(String statement, Object... values) {
        pool.preparedQuery(statement).executeAndAwait(Tuple.from(List.of(values)));
    }
}
