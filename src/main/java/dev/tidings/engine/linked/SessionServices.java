package dev.tidings.engine.linked;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.noise.CertificateCheck;
import dev.tidings.engine.linked.transport.Dialer;
import dev.tidings.engine.linked.transport.SerialQueue;
import dev.tidings.engine.linked.transport.Timers;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What all sessions share.
 *
 * @param held the token of a session while this replica owns it
 */
record SessionServices(
        SessionStore store,
        ClientVersions versions,
        Dialer dialer,
        CertificateCheck check,
        Randomness randomness,
        Clock clock,
        Executor pool,
        Function<SerialQueue, Timers> timers,
        Function<String, Optional<OwnershipToken>> held,
        Observer observer) {

    /** Is told what metrics, alerts and people need to know; returns at once. */
    interface Observer {
        void reconnects(String reason);

        void frameReceived(String sessionId);

        /** A QR code is shown. */
        void qr(String sessionId, String text);

        /** Something that an operator must look at. */
        void alert(String sessionId, String what);

        void clientExpires(Instant at);
    }
}
