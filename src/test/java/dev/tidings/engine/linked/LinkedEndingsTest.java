package dev.tidings.engine.linked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.engine.SessionEvent.Connected;
import dev.tidings.core.engine.SessionEvent.Disconnected;
import dev.tidings.core.engine.SessionEvent.Failed;
import dev.tidings.core.engine.SessionEvent.LoggedOut;
import dev.tidings.core.engine.SessionEvent.QrIssued;
import dev.tidings.core.engine.SessionEvent.Reconnecting;
import dev.tidings.engine.linked.fake.Failure;
import dev.tidings.engine.linked.store.LinkedDevice.Phase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session does when WhatsApp ends its connection or refuses its login. */
class LinkedEndingsTest {
    private LinkedFixture linked;

    @BeforeEach
    void start() {
        linked = new LinkedFixture();
    }

    @AfterEach
    void end() {
        linked.close();
    }

    private void reopenWith(Failure failure) {
        linked.linked();
        linked.session.close().await().atMost(Duration.ofSeconds(5));
        linked.server.script().failNext(failure);
        linked.opened();
    }

    @ParameterizedTest
    @CsvSource({"403,account_locked", "406,banned", "401,unlinked_on_phone"})
    void wipesWhatIsWorthNothing(int reason, String word) {
        reopenWith(Failure.of(reason));
        assertEquals(word, linked.awaits(LoggedOut.class).reason());
        assertNull(linked.store.device(LinkedFixture.ID));
    }

    @ParameterizedTest
    @CsvSource({"400,login_refused", "409,user_agent_refused", "415,device_not_known", "999,login_refused"})
    void keepsTheCredentialsAndWaitsForARestart(int reason, String word) {
        reopenWith(Failure.of(reason));
        Disconnected event = linked.awaits(Disconnected.class);
        assertEquals(word, event.reason());
        assertNull(event.retryAt());
        assertNotNull(linked.store.device(LinkedFixture.ID));
    }

    @Test
    void looksForANewerVersionOnceAndThenWaits() {
        linked.linked();
        linked.session.close().await().atMost(Duration.ofSeconds(5));
        linked.server.script().failNext(Failure.of(405), Failure.of(405));
        linked.opened();
        Disconnected event = linked.awaits(Disconnected.class);
        assertEquals("client_outdated", event.reason());
        assertNotNull(event.retryAt());
        assertEquals(1, linked.refreshes.get());
        assertEquals(1, linked.alerts.size());
    }

    @Test
    void connectsWithTheNewerVersion() {
        reopenWith(Failure.of(405));
        linked.until(() -> linked.count(Connected.class) == 2);
        assertEquals(0, linked.count(Disconnected.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void triesAgainAfterTroubleOfTheServer(int reason) {
        reopenWith(Failure.of(reason));
        linked.awaits(Reconnecting.class);
        linked.until(() -> linked.time.waits(Duration.ofSeconds(1)));
        linked.time.advance(Duration.ofSeconds(2));
        linked.until(() -> linked.count(Connected.class) == 2);
    }

    @Test
    void connectsAgainAtOnceWhenItIsToRestart() {
        linked.linked();
        linked.connection().streamError(515);
        linked.until(() -> linked.count(Connected.class) == 2);
        assertTrue(linked.reconnects.isEmpty());
    }

    @Test
    void waitsLongerAfterALimit() {
        linked.linked();
        linked.connection().streamError(429);
        assertEquals("rate_limited", linked.awaits(Reconnecting.class).reason());
        linked.until(() -> linked.time.waits(Duration.ofSeconds(8)));
    }

    @Test
    void triesOnceAfterItWasReplacedAndThenStops() {
        linked.linked();
        linked.connection().replaced();
        assertEquals("replaced", linked.awaits(Reconnecting.class).reason());
        linked.until(() -> linked.time.waits(Duration.ofSeconds(30)));
        linked.time.advance(Duration.ofSeconds(31));
        linked.until(() -> linked.count(Connected.class) == 2);
        linked.connection().replaced();
        assertEquals("replaced", linked.awaits(Disconnected.class).reason());
        assertEquals(2, linked.alerts.size());
        assertNotNull(linked.store.device(LinkedFixture.ID));
    }

    @Test
    void endsAPairingThatWhatsAppRefuses() {
        linked.server.script().failNext(Failure.of(406));
        linked.opened();
        assertEquals("banned", linked.awaits(Failed.class).reason());
    }

    @Test
    void givesUpAPairingThatNeverConnects() {
        linked.server.script().refuseUpgrades(503, 20);
        linked.opened();
        for (int i = 0; i < 12 && linked.count(Failed.class) == 0; i++) {
            int failures = i + 1;
            linked.until(() -> linked.reconnects.size() >= failures || linked.count(Failed.class) > 0);
            linked.time.advance(Duration.ofMinutes(1));
        }
        assertEquals("status_503", linked.awaits(Failed.class).reason());
    }

    /** Each write in turn fails: afterwards the session is linked or offers a fresh code, never something in between. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void isLinkedOrOffersAFreshCodeWhereverTheDatabaseWasAway(int before) {
        linked.opened();
        QrIssued first = linked.awaits(QrIssued.class);
        linked.store.failAfter(before);
        linked.server.phone(LinkedFixture.NUMBER).scan(first.text());
        for (int i = 0; i < 20 && linked.count(Connected.class) == 0; i++) {
            int seen = linked.store.events().size();
            linked.time.advance(Duration.ofSeconds(3));
            linked.last(QrIssued.class)
                    .filter(qr -> !qr.text().equals(first.text()))
                    .ifPresent(qr -> linked.server.phone(LinkedFixture.NUMBER).scan(qr.text()));
            linked.settles(seen);
        }
        linked.awaits(Connected.class);
        assertEquals(Phase.LINKED, linked.store.device(LinkedFixture.ID).phase());
    }
}
