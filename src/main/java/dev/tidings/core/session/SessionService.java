package dev.tidings.core.session;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.event.EventSinkProvisioner;
import dev.tidings.core.event.EventSinkProvisioner.Subscription;
import dev.tidings.core.event.EventType;
import dev.tidings.core.session.SessionSecrets.SealedQr;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The life of a session. A call stores the intention first and then asks the engine; what a crash interrupts between
 * the two is finished by {@link SessionReconcileJob}.
 */
@ApplicationScoped
public class SessionService {
    static final String QR_TIMEOUT = "qr_timeout";

    private static final Logger LOG = Logger.getLogger(SessionService.class);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final int TURNS = 50;

    private final SessionRepository sessions;
    private final SessionSecrets secrets;
    private final Engines engines;
    private final QrRenderer qrCodes;
    private final EventSinkProvisioner subscriptions;
    private final SessionEvents events;
    private final SessionMetrics metrics;
    private final Transactions transactions;
    private final Ids ids;
    private final Clock clock;

    SessionService(
            SessionRepository sessions,
            SessionSecrets secrets,
            Engines engines,
            QrRenderer qrCodes,
            EventSinkProvisioner subscriptions,
            SessionEvents events,
            SessionMetrics metrics,
            Transactions transactions,
            Ids ids,
            Clock clock) {
        this.sessions = sessions;
        this.secrets = secrets;
        this.engines = engines;
        this.qrCodes = qrCodes;
        this.subscriptions = subscriptions;
        this.events = events;
        this.metrics = metrics;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes a session and waits up to 5 s for its first QR code or its connection.
     *
     * @param engine null uses the default
     * @param config what that engine needs, as the client wrote it, or null
     * @throws ApiException {@code session_limit_reached}; {@code insufficient_permissions} for a key that is limited
     *     to sessions, because it would not see the new one; {@code invalid_request} for an unknown engine; the
     *     engine's errors for the config
     */
    public Uni<Session> create(
            Caller caller, String name, String engine, Map<String, Object> config, FirstAnswer<Session> answer) {
        Session session = starting(caller, name, engine);
        return configured(caller, session, config, () -> sessions.insert(session, caller, answer.of(session)));
    }

    /** Makes a session in the same way together with a webhook for its events: both or none. */
    public Uni<Made> create(
            Caller caller,
            String name,
            String engine,
            Map<String, Object> config,
            SessionWebhook webhook,
            FirstAnswer<Made> answer) {
        Session session = starting(caller, name, engine);
        return subscriptions
                .prepare(caller, webhook.url(), webhook.events(), webhook.urlField())
                .flatMap(subscription -> configured(
                                caller,
                                session,
                                config,
                                () -> sessions.insert(
                                        session, caller, subscription, answer.of(new Made(session, subscription))))
                        .map(settled -> new Made(settled, subscription)));
    }

    private Session starting(Caller caller, String name, String engine) {
        requireUnlimited(caller);
        String engineName = requireEngine(engine);
        return Session.starting(ids.next(IdKind.SESSION), caller.accountId(), name, engineName, clock.instant());
    }

    /** A session, and the webhook that was made with it. */
    public record Made(Session session, Subscription webhook) {}

    /** The engine stores its settings before the session exists, so that no session is ever without them. */
    private Uni<Session> configured(
            Caller caller, Session session, Map<String, Object> config, Supplier<Uni<Session>> insert) {
        Engine engine = engine(session);
        return engine.configure(session.id(), config == null ? Map.of() : config)
                .chain(insert::get)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.because(
                        ErrorCode.SESSION_LIMIT_REACHED,
                        "the plan allows " + caller.plan().sessions() + " sessions at the same time"))
                .onFailure()
                .call(() -> BackgroundTasks.guard(
                        "The removal of what a session was configured with",
                        engine.unlink(session.id(), session.generation())))
                .call(this::open)
                .flatMap(this::settled);
    }

    private static void requireUnlimited(Caller caller) {
        if (caller.sessionIds() != null) {
            throw ApiException.because(
                    ErrorCode.INSUFFICIENT_PERMISSIONS,
                    "the key is limited to certain sessions, so it makes no others");
        }
    }

    private String requireEngine(String engine) {
        String engineName = engine == null ? engines.defaultName() : engine;
        if (engines.find(engineName).isEmpty()) {
            throw ApiException.of(
                    ErrorCode.INVALID_REQUEST, "engine", "must be one of " + String.join(", ", engines.names()));
        }
        return engineName;
    }

    /** Newest first, after the given id if there is one. */
    public Uni<List<Session>> list(Caller caller, String afterId, int limit) {
        return sessions.list(caller, afterId, limit);
    }

    /** @throws ApiException {@code session_not_found} */
    public Uni<Session> get(Caller caller, String id) {
        SessionDirectory.requireVisible(caller, id);
        return existing(sessions.find(caller.accountId(), id));
    }

    /** The session with a QR code that can be scanned now, or the reason why there is none. */
    public Uni<Session> getWithQr(Caller caller, String id) {
        return get(caller, id)
                .invoke(session ->
                        require(session, engine(session).capabilities().pairsByQr(), "QR codes"))
                .flatMap(this::settled)
                .flatMap(this::withLiveQr)
                .invoke(this::requireLiveQr);
    }

    /** @throws ApiException {@code session_conflict} unless a pairing is in progress */
    public Uni<PairingCode> pairingCode(Caller caller, String id, String phoneNumber) {
        return get(caller, id)
                .invoke(session ->
                        require(session, engine(session).capabilities().pairsByCode(), "pairing codes"))
                .flatMap(this::settled)
                .invoke(session -> {
                    if (session.status() != SessionStatus.QR_PENDING) {
                        throw conflict(session, "a pairing code needs the status qr_pending");
                    }
                })
                .flatMap(session -> engine(session).pairingCode(session.id(), phoneNumber));
    }

    /**
     * Goes on with a session whose phone asks for a passkey.
     *
     * @throws ApiException {@code session_conflict} unless it does; {@code invalid_request} naming a field of the assertion
     */
    public Uni<Session> passkey(Caller caller, String id, PasskeyReply reply) {
        return get(caller, id)
                .invoke(session -> {
                    if (session.status() != SessionStatus.PASSKEY_REQUIRED) {
                        throw conflict(session, "a passkey is used in the status passkey_required");
                    }
                })
                .call(session -> engine(session).passkey(id, reply))
                .flatMap(session -> get(caller, id));
    }

    /**
     * A new QR code, or a reconnect of a session that is linked. What an earlier logout has to delete is deleted
     * before, if the engine can do it now.
     */
    public Uni<Session> restart(Caller caller, String id) {
        return get(caller, id)
                .call(this::wipe)
                .chain(() -> sessions.restart(caller.accountId(), id, clock.instant()))
                .onItem()
                .ifNull()
                .switchTo(() -> notRestarted(caller, id))
                .call(session -> engine(session).close(id))
                .call(this::open)
                .flatMap(this::settled);
    }

    /** Fails, for the state that the session is in now: another call may have changed it. */
    private Uni<Session> notRestarted(Caller caller, String id) {
        return get(caller, id).invoke(session -> {
            throw conflict(session, "it is on its way already");
        });
    }

    /**
     * Gives the engine new settings, such as a new token, and connects the session again if it is not connected.
     *
     * @throws ApiException the engine's errors for the config; then the old settings stay
     */
    public Uni<Session> configure(Caller caller, String id, Map<String, Object> config) {
        return get(caller, id)
                .call(this::wipe)
                .call(session -> engine(session).configure(id, config))
                .call(session -> get(caller, id)
                        .onFailure(ApiException.class)
                        .call(removed -> engine(session).unlink(id, Long.MAX_VALUE)))
                .flatMap(session -> session.status() == SessionStatus.CONNECTED
                        ? Uni.createFrom().item(session)
                        : restart(caller, id));
    }

    /** Unlinks the session from WhatsApp. Repeating it is harmless. */
    public Uni<Session> logOut(Caller caller, String id) {
        return unlink(caller, id, "logged_out_by_api", false);
    }

    /** Logs the session out and removes it; its messages stay. */
    public Uni<Session> delete(Caller caller, String id) {
        return unlink(caller, id, "deleted", true);
    }

    /** Applies an engine's report; a late or repeated one changes nothing. */
    public Uni<Boolean> apply(SessionEvent event) {
        SessionTransition update = SessionTransition.of(event);
        return qrCodes.dataUri(update.qrText())
                .flatMap(qrCode ->
                        transactions.inOne(transaction -> apply(transaction, event.sessionId(), update, qrCode)));
    }

    /** The same as a part of the transaction, in which its QR code, if there is one, is drawn. */
    public Uni<Boolean> apply(Transaction transaction, SessionEvent event) {
        SessionTransition update = SessionTransition.of(event);
        return qrCodes.dataUri(update.qrText())
                .flatMap(qrCode -> apply(transaction, event.sessionId(), update, qrCode));
    }

    /**
     * Stores and reports a limit of the account.
     *
     * @param kind null for none
     */
    public Uni<Void> restrict(Transaction transaction, String id, String kind, Instant until) {
        LogContext.session(id);
        return sessions.restrict(transaction, id, kind, until)
                .onItem()
                .ifNotNull()
                .invoke(session -> events.publish(
                        transaction, session, SealedQr.NONE, EventType.SESSION_RESTRICTED, clock.instant()))
                .replaceWithVoid();
    }

    private Uni<Boolean> apply(Transaction transaction, String id, SessionTransition update, String qrCode) {
        LogContext.session(id);
        Instant now = clock.instant();
        SealedQr qr = secrets.sealQr(id, update.qrText(), qrCode);
        return sessions.apply(transaction, id, update, qr, now)
                .onItem()
                .ifNotNull()
                .invoke(session -> {
                    update.event().ifPresent(type -> events.publish(transaction, session, qr, type, now));
                    transaction.afterCommit(() -> metrics.changed(session.engine(), update.status()));
                })
                .map(Objects::nonNull);
    }

    /** Asks the engine; a failure is not shown to the caller, {@link SessionReconcileJob} repeats it. */
    Uni<Void> open(Session session) {
        return engine(session)
                .open(session.id())
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("Engine %s did not open %s: %s", session.engine(), session.id(), failure.toString());
                    return Uni.createFrom().voidItem();
                })
                .call(() -> closeIfLoggedOut(session));
    }

    /** A session that was logged out while it was opened has nothing to be open for. */
    private Uni<Void> closeIfLoggedOut(Session session) {
        return sessions.unlinkIfLoggedOut(session.id())
                .onItem()
                .ifNotNull()
                .call(this::wipe)
                .replaceWithVoid();
    }

    /**
     * Deletes the credentials that are due to be deleted, if there are any; a failure is not shown to the caller,
     * {@link SessionReconcileJob} repeats it. Those of a pairing after the logout stay.
     */
    Uni<Void> wipe(Session session) {
        Long generation = session.dueWipe();
        return generation == null ? Uni.createFrom().voidItem() : wipe(session, generation);
    }

    private Uni<Void> wipe(Session session, long generation) {
        return engine(session)
                .unlink(session.id(), generation)
                .call(() -> sessions.unlinked(session.id(), generation))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("Engine %s did not unlink %s: %s", session.engine(), session.id(), failure.toString());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Session> unlink(Caller caller, String id, String reason, boolean remove) {
        SessionDirectory.requireVisible(caller, id);
        return existing(transactions.inOne(transaction -> loggedOut(transaction, caller, id, reason, remove)))
                .call(this::wipe);
    }

    private Uni<Session> loggedOut(Transaction transaction, Caller caller, String id, String reason, boolean remove) {
        Instant now = clock.instant();
        return sessions.logOut(transaction, caller.accountId(), id, reason, remove, now)
                .onItem()
                .ifNotNull()
                .transform(done -> {
                    if (done.changed()) {
                        events.publish(transaction, done.session(), SealedQr.NONE, EventType.SESSION_LOGGED_OUT, now);
                    }
                    return done.session();
                });
    }

    /** The session once the engine has reported something, or its state after 5 s. */
    private Uni<Session> settled(Session session) {
        return settled(session.accountId(), session.id(), TURNS);
    }

    private Uni<Session> settled(String accountId, String id, int turnsLeft) {
        return existing(sessions.find(accountId, id))
                .flatMap(session -> session.status() != SessionStatus.STARTING || turnsLeft == 0
                        ? Uni.createFrom().item(session)
                        : Uni.createFrom()
                                .item(session)
                                .onItem()
                                .delayIt()
                                .by(TURN)
                                .flatMap(ignored -> settled(accountId, id, turnsLeft - 1)));
    }

    /** Lets an engine that is a moment late with its next QR code report it now. */
    private Uni<Session> withLiveQr(Session session) {
        return session.status() != SessionStatus.QR_PENDING || session.hasLiveQr(clock.instant())
                ? Uni.createFrom().item(session)
                : open(session).flatMap(ignored -> existing(sessions.find(session.accountId(), session.id())));
    }

    private void requireLiveQr(Session session) {
        if (session.hasLiveQr(clock.instant())) {
            return;
        }
        if (session.status() == SessionStatus.QR_PENDING
                || (session.status() == SessionStatus.FAILED && QR_TIMEOUT.equals(session.statusReason()))) {
            throw ApiException.because(ErrorCode.QR_CODE_EXPIRED, "restart the session to get a new QR code");
        }
        throw conflict(session, "a QR code needs the status qr_pending");
    }

    private Engine engine(Session session) {
        return engines.get(session.engine());
    }

    private static void require(Session session, boolean supported, String what) {
        if (!supported) {
            throw ApiException.because(
                    ErrorCode.NOT_SUPPORTED_BY_ENGINE, "the engine " + session.engine() + " has no " + what);
        }
    }

    private static ApiException conflict(Session session, String reason) {
        return ApiException.because(
                ErrorCode.SESSION_CONFLICT, "the session is " + session.status().wireName() + "; " + reason);
    }

    private static Uni<Session> existing(Uni<Session> found) {
        return found.onItem().ifNull().failWith(() -> ApiException.of(ErrorCode.SESSION_NOT_FOUND));
    }
}
