package dev.tidings.engine.linked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.engine.SessionEvent.Connected;
import dev.tidings.core.engine.SessionEvent.Connecting;
import dev.tidings.core.engine.SessionEvent.Failed;
import dev.tidings.core.engine.SessionEvent.LoggedOut;
import dev.tidings.core.engine.SessionEvent.QrIssued;
import dev.tidings.core.engine.SessionEvent.Reconnecting;
import dev.tidings.engine.linked.fake.FakeDevice;
import dev.tidings.engine.linked.store.LinkedDevice.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A phone links a session, which stays linked through whatever happens to its connections. */
class LinkedSessionTest {
    private LinkedFixture linked;

    @BeforeEach
    void start() {
        linked = new LinkedFixture();
    }

    @AfterEach
    void end() {
        assertEquals(List.of(), linked.server.violations());
        linked.close();
    }

    @Test
    void linksByAQrCodeAndLogsIn() {
        linked.linked();
        Connected connected = linked.awaits(Connected.class);
        assertEquals(LinkedFixture.NUMBER, connected.phoneNumber());
        assertEquals(1, linked.count(Connecting.class));
        assertEquals(Phase.LINKED, linked.store.device(LinkedFixture.ID).phase());
        linked.until(() -> linked.store.uploadedKeys() == 812);
    }

    @Test
    void showsTheNextCodeWhenOneHasExpiredAndGivesUpAfterTheSixth() {
        linked.opened();
        String first = linked.awaits(QrIssued.class).text();
        for (int code = 2; code <= 6; code++) {
            int shown = code;
            linked.until(() -> linked.time.waits(Duration.ofSeconds(shown == 2 ? 60 : 20)));
            linked.time.advance(Duration.ofSeconds(code == 2 ? 60 : 20));
            linked.until(() -> linked.count(QrIssued.class) == shown);
        }
        assertNotEquals(first, linked.awaits(QrIssued.class).text());
        linked.time.advance(Duration.ofSeconds(21));
        assertEquals("qr_timeout", linked.awaits(Failed.class).reason());
    }

    @Test
    void showsTheSameReferenceAgainWhenThePhoneWantsAnotherSecret() {
        linked.server.script().refreshAfterScan(true);
        linked.opened();
        QrIssued first = linked.awaits(QrIssued.class);
        linked.server.phone(LinkedFixture.NUMBER).scan(first.text());
        QrIssued again = linked.awaits(QrIssued.class, qr -> !qr.text().equals(first.text()));
        assertEquals(first.expiresAt(), again.expiresAt());
        linked.server.phone(LinkedFixture.NUMBER).scan(again.text()).await();
        linked.awaits(Connected.class);
    }

    @Test
    void logsInAgainInAnotherProcess() {
        linked.linked();
        linked.session.close().await().atMost(Duration.ofSeconds(5));
        LinkedSession another = linked.another();
        another.open().await().atMost(Duration.ofSeconds(5));
        linked.until(() -> linked.count(Connected.class) == 2);
        assertEquals(2, linked.store.device(LinkedFixture.ID).loginCounter());
        another.close().await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void isLoggedOutWhenThePhoneRemovesIt() {
        linked.linked();
        linked.server.phone(LinkedFixture.NUMBER).unlink();
        assertEquals("unlinked_on_phone", linked.awaits(LoggedOut.class).reason());
        assertNull(linked.store.device(LinkedFixture.ID));
    }

    @Test
    void isLoggedOutAtTheNextLoginWhenItWasRemovedMeanwhile() {
        linked.linked();
        linked.session.close().await().atMost(Duration.ofSeconds(5));
        linked.server.phone(LinkedFixture.NUMBER).unlink();
        linked.opened();
        linked.awaits(LoggedOut.class);
        assertNull(linked.store.device(LinkedFixture.ID));
    }

    @Test
    void unlinksItselfFromTheAccount() {
        linked.linked();
        linked.session.unlink(Long.MAX_VALUE).await().atMost(Duration.ofSeconds(10));
        assertEquals(List.of(), linked.server.account(LinkedFixture.NUMBER).devices());
        assertNull(linked.store.device(LinkedFixture.ID));
        assertEquals(0, linked.count(LoggedOut.class));
    }

    @Test
    void unlinksItselfAlsoWithoutAConnection() {
        linked.linked();
        linked.session.close().await().atMost(Duration.ofSeconds(5));
        linked.session.unlink(Long.MAX_VALUE).await().atMost(Duration.ofSeconds(10));
        assertEquals(List.of(), linked.server.account(LinkedFixture.NUMBER).devices());
        assertNull(linked.store.device(LinkedFixture.ID));
    }

    @Test
    void connectsAgainWhenTheConnectionIsCut() {
        linked.linked();
        linked.connection().cut();
        linked.awaits(Reconnecting.class);
        linked.until(() -> linked.time.waits(Duration.ofSeconds(1)));
        linked.time.advance(Duration.ofSeconds(2));
        linked.until(() -> linked.count(Connected.class) == 2);
    }

    @Test
    void noticesAServerThatIsSilent() {
        linked.linked();
        linked.until(() -> linked.store.uploadedKeys() == 812);
        linked.connection().freeze();
        linked.time.advance(Duration.ofSeconds(90));
        assertEquals("silent", linked.awaits(Reconnecting.class).reason());
    }

    @Test
    void offersAFreshCodeWhenThePhoneTakesTheLinkBackBeforeTheFirstLogin() {
        linked.opened();
        QrIssued first = linked.awaits(QrIssued.class);
        linked.server.script().failNext(dev.tidings.engine.linked.fake.Failure.of(401));
        linked.server.phone(LinkedFixture.NUMBER).scan(first.text());
        QrIssued fresh = linked.awaits(QrIssued.class, qr -> !qr.text().equals(first.text()));
        assertEquals(0, linked.count(LoggedOut.class));
        assertNotNull(fresh.text());
        assertTrue(linked.store.device(LinkedFixture.ID).generation() > 1);
    }

    @Test
    void neverWritesForASessionThatItDoesNotOwn() {
        linked.linked();
        linked.isHeld = false;
        linked.session.lost();
        FakeDevice device =
                linked.server.account(LinkedFixture.NUMBER).devices().get(0);
        linked.until(() -> device.connection().isEmpty());
        linked.time.advance(Duration.ofMinutes(5));
        assertEquals(0, linked.count(Reconnecting.class));
    }
}
