package dev.tidings.core.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.directory.SessionStatus;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionStatusTest {
    @Test
    void ignoresAQrCodeThatComesAfterTheLink() {
        Set<SessionStatus> before = SessionStatus.QR_PENDING.reachableFrom();
        assertFalse(before.contains(SessionStatus.CONNECTED));
        assertFalse(before.contains(SessionStatus.DISCONNECTED));
        assertTrue(before.contains(SessionStatus.QR_PENDING));
    }

    @Test
    void offersAFreshQrCodeWhereverAPairingEndsWithoutALink() {
        assertTrue(SessionStatus.QR_PENDING
                .reachableFrom()
                .containsAll(EnumSet.of(SessionStatus.PASSKEY_REQUIRED, SessionStatus.CONNECTING)));
    }

    @Test
    void staysLoggedOutWhateverAnEngineTells() {
        for (SessionStatus status : SessionStatus.values()) {
            if (status != SessionStatus.STARTING) {
                assertFalse(status.reachableFrom().contains(SessionStatus.LOGGED_OUT), status.name());
            }
        }
    }

    @Test
    void cannotBeRestartedWhileItStarts() {
        assertFalse(SessionStatus.STARTING.reachableFrom().contains(SessionStatus.STARTING));
        assertFalse(SessionStatus.STARTING.reachableFrom().contains(SessionStatus.CONNECTING));
    }
}
