package dev.tidings.core.session;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.TestCallers;
import dev.tidings.access.idempotency.KeptAnswer;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionReconcileJobTest {
    @Inject
    SessionRepository sessions;

    @Inject
    SessionReconcileJob keeper;

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

    private String orphan() {
        String id = ids.next(IdKind.SESSION);
        Caller caller = TestCallers.operator();
        Session orphan = Session.starting(id, caller.accountId(), "orphan", "sandbox", clock.instant());
        sessions.insert(orphan, caller, KeptAnswer.NONE).await().indefinitely();
        return id;
    }
}
