package dev.tidings.engine.linked;

import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.connection.Backoff;
import dev.tidings.engine.linked.connection.Ending;
import dev.tidings.engine.linked.connection.Restriction;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.LinkedDevice.Phase;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** What a session does when its connection has ended. */
final class EndingHandler {
    private static final Logger LOG = Logger.getLogger(EndingHandler.class);

    private static final String REMOVED = "unlinked_on_phone";
    private static final String BAN = "temporary_ban";
    private static final Duration AFTER_REPLACEMENT = Duration.ofSeconds(30);
    private static final Duration UNTIL_NEXT_VERSION = Duration.ofHours(1);

    /** A pairing that shows nothing ends after so many connections in a row that failed, about a minute. */
    private static final int MOST_FAILURES = 8;

    private static final int MOST_RESTARTS = 3;

    /** So long a pairing goes on by itself when its connections end: nobody may be watching. */
    private static final Duration LONGEST_PAIRING = Duration.ofMinutes(10);

    private final LinkedSession session;
    private final SessionServices services;
    private final Backoff backoff;
    private Instant pairingSince;
    private int failures;
    private int restarts;
    private boolean isReconnecting;
    private boolean wasReplaced;
    private boolean hasRefreshed;

    EndingHandler(LinkedSession session, SessionServices services, Backoff backoff) {
        this.session = session;
        this.services = services;
        this.backoff = backoff;
    }

    /** Somebody asked for a connection, or for a fresh QR code. */
    void beginAnew() {
        pairingSince = services.clock().instant();
        failures = 0;
        restarts = 0;
        isReconnecting = false;
        wasReplaced = false;
        hasRefreshed = false;
    }

    /** A QR code is shown. */
    void pairingWorks() {
        failures = 0;
    }

    void connected() {
        failures = 0;
        restarts = 0;
        isReconnecting = false;
        hasRefreshed = false;
    }

    void stable() {
        backoff.connectionIsStable();
        wasReplaced = false;
    }

    void handle(Ending ending) {
        switch (ending.kind()) {
            case RESTART -> restart(ending.reason());
            case RETRY -> retry(ending.reason());
            case RETRY_SLOWLY -> retry(ending.reason(), backoff.nextAfterLimit());
            case UNLINKED -> unlinked(ending.reason());
            case REPLACED -> replaced(ending.reason());
            case BANNED -> banned(ending);
            case OUTDATED -> outdated(ending.reason());
            case REFUSED -> refused(ending.reason(), null);
        }
    }

    /** A server that asks for a restart again and again must not be obeyed at once for ever. */
    private void restart(String reason) {
        if (++restarts > MOST_RESTARTS) {
            retry(reason);
            return;
        }
        if (session.device().phase() == Phase.LINKED) {
            showReconnecting(reason);
        }
        session.reconnect();
    }

    void retry(String reason) {
        retry(reason, backoff.next());
    }

    private void retry(String reason, Duration pause) {
        services.observer().reconnects(reason);
        LinkedDevice device = session.device();
        if (device != null && !device.isPaired()) {
            failures++;
            boolean isOld =
                    pairingSince.plus(LONGEST_PAIRING).isBefore(services.clock().instant());
            if (failures > MOST_FAILURES || isOld) {
                refused(isOld ? "qr_timeout" : reason, null);
                return;
            }
        } else {
            showReconnecting(reason);
        }
        LOG.infof("%s has no connection to WhatsApp (%s), the next one is tried in %s", session.id(), reason, pause);
        session.reconnectAfter(pause);
    }

    private void showReconnecting(String reason) {
        if (!isReconnecting) {
            isReconnecting = true;
            session.report(new SessionEvent.Reconnecting(session.id(), reason));
        }
    }

    private void unlinked(String reason) {
        LinkedDevice device = session.device();
        if (device.phase() == Phase.LINKED || (device.isPaired() && !reason.equals(REMOVED))) {
            session.hold(
                    services.store().wipe(session.token(), device, new SessionEvent.LoggedOut(session.id(), reason)),
                    wiped -> session.stop(),
                    session::storeFailed);
        } else if (device.isPaired()) {
            renew();
        } else {
            refused(reason, null);
        }
    }

    /** The phone gave up after it had linked us: another pairing begins, with keys that nobody knows. */
    private void renew() {
        session.hold(
                services.store().renew(session.token(), session.device()),
                fresh -> {
                    beginAnew();
                    session.reconnect();
                },
                session::storeFailed);
    }

    /** Two connections with one identity: either another process has our credentials, or we have lost the session. */
    private void replaced(String reason) {
        services.observer().alert(session.id(), "Another connection uses the credentials of this session");
        if (wasReplaced) {
            refused(reason, null);
            return;
        }
        wasReplaced = true;
        retry(reason, AFTER_REPLACEMENT);
    }

    private void banned(Ending ban) {
        Instant until = ban.pause() == null ? null : services.clock().instant().plus(ban.pause());
        if (session.device().isPaired()) {
            session.hold(
                    services.store().restrict(session.token(), new Restriction(BAN, until, true)),
                    done -> refused(ban.reason(), until),
                    session::storeFailed);
        } else {
            refused(ban.reason(), until);
        }
    }

    private void outdated(String reason) {
        if (hasRefreshed) {
            services.observer().alert(session.id(), "WhatsApp refuses this version of the client");
            refused(reason, services.clock().instant().plus(UNTIL_NEXT_VERSION));
            return;
        }
        hasRefreshed = true;
        session.hold(services.versions().refresh(), done -> session.reconnect(), failure -> retry(reason));
    }

    /** No connection until somebody, or the core at that time, asks for one. */
    private void refused(String reason, Instant retryAt) {
        LinkedDevice device = session.device();
        SessionEvent event = device == null || device.isPaired()
                ? new SessionEvent.Disconnected(session.id(), reason, retryAt)
                : new SessionEvent.Failed(session.id(), reason);
        session.hold(services.store().report(session.token(), event), reported -> session.stop(), session::storeFailed);
    }
}
