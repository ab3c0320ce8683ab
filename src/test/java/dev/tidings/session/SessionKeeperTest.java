package dev.tidings.session;

import dev.tidings.id.IdKind;
import dev.tidings.id.Ids;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionKeeperTest {
    @Inject
    SessionRepository sessions;

    @Inject
    SessionKeeper keeper;

    @Inject
    MovableClock clock;

    @Inject
    Ids ids;

    @Test
    void opensASessionThatACrashLeftBeforeItsEngineKnewOfIt() {
        String id = ids.next(IdKind.SESSION);
        sessions.insert(id, "acc_00000000000000000000000000", "orphan", "sandbox", clock.instant())
                .await()
                .indefinitely();
        Api api = Api.operator();
        clock.advance(Duration.ofSeconds(31));
        keeper.run().await().indefinitely();
        api.awaitSession(id, "qr_pending");
    }
}
