package dev.tidings.engine.sandbox;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MediaRule;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.core.media.InlineMedia;
import dev.tidings.core.media.Media;
import dev.tidings.core.media.MediaService;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/** What a person with a phone would do: scan, disconnect, log out, write, read. */
@ApplicationScoped
class SandboxService {
    /** Of a failed one the last code has expired, which is what the scan then says. */
    private static final Set<SessionStatus> SCANNABLE = EnumSet.of(SessionStatus.QR_PENDING, SessionStatus.FAILED);

    private static final Set<SessionStatus> CONNECTED = EnumSet.of(SessionStatus.CONNECTED);
    private static final Set<SessionStatus> LINKED = EnumSet.of(SessionStatus.CONNECTED, SessionStatus.DISCONNECTED);

    private final SandboxRepository repository;
    private final SandboxEngine engine;
    private final EngineListener listener;
    private final Transactions transactions;
    private final SessionDirectory sessions;
    private final MediaService media;
    private final InlineMedia inline;
    private final Ids ids;
    private final Clock clock;

    SandboxService(
            SandboxRepository repository,
            SandboxEngine engine,
            EngineListener listener,
            Transactions transactions,
            SessionDirectory sessions,
            MediaService media,
            InlineMedia inline,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.engine = engine;
        this.listener = listener;
        this.transactions = transactions;
        this.sessions = sessions;
        this.media = media;
        this.inline = inline;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Scans the QR code, or types the pairing code. If several phones do so at the same time, one is linked.
     *
     * @param phoneNumber digits of the phone; null uses the one that a pairing code was made for, or an invented one
     * @throws ApiException {@code session_conflict} when another phone was first; {@code qr_code_expired}
     */
    Uni<SandboxSessionView> scan(Caller caller, String sessionId, String phoneNumber) {
        return require(caller, sessionId, SCANNABLE, "needs the status qr_pending")
                .chain(() -> repository.find(sessionId))
                .invoke(this::requireLive)
                .flatMap(pairing -> link(pairing, phone(pairing, phoneNumber)))
                .chain(() -> view(caller, sessionId));
    }

    private Uni<Void> link(Pairing pairing, String phoneNumber) {
        return transactions.inOne(transaction -> link(transaction, pairing, phoneNumber));
    }

    /** The last code may have expired meanwhile: then the phone is not linked. */
    private Uni<Void> link(Transaction transaction, Pairing pairing, String phoneNumber) {
        return repository
                .link(transaction, pairing, phoneNumber)
                .invoke(SandboxService::requireFirst)
                .chain(() -> engine.connect(transaction, pairing, phoneNumber))
                .invoke(connected -> {
                    if (!connected) {
                        throw ApiException.of(ErrorCode.QR_CODE_EXPIRED);
                    }
                })
                .replaceWithVoid();
    }

    private void requireLive(Pairing pairing) {
        requireFirst(pairing == null || !pairing.isLinked());
        if (pairing == null
                || pairing.qrSeed() == null
                || QrSchedule.at(pairing.qrStartedAt(), clock.instant()).isEmpty()) {
            throw ApiException.of(ErrorCode.QR_CODE_EXPIRED);
        }
    }

    private static void requireFirst(boolean first) {
        if (!first) {
            throw ApiException.because(ErrorCode.SESSION_CONFLICT, "another request was first");
        }
    }

    /** Ends the connection; the session stays linked. */
    Uni<SandboxSessionView> disconnect(Caller caller, String sessionId) {
        return require(caller, sessionId, CONNECTED, "needs the status connected")
                .chain(() -> listener.onSession(new SessionEvent.Disconnected(sessionId, "connection_lost")))
                .invoke(SandboxService::requireFirst)
                .chain(() -> view(caller, sessionId));
    }

    /** Unlinks the session on the phone. */
    Uni<SandboxSessionView> logOut(Caller caller, String sessionId) {
        return require(caller, sessionId, LINKED, "needs a linked session")
                .chain(() -> repository.find(sessionId))
                .invoke(pairing -> requireFirst(pairing != null))
                .flatMap(this::logOut)
                .chain(() -> view(caller, sessionId));
    }

    private Uni<Void> logOut(Pairing pairing) {
        return transactions.inOne(transaction -> logOut(transaction, pairing));
    }

    private Uni<Void> logOut(Transaction transaction, Pairing pairing) {
        String sessionId = pairing.sessionId();
        return repository
                .forget(transaction, sessionId, pairing.generation())
                .chain(() ->
                        listener.onSession(transaction, new SessionEvent.LoggedOut(sessionId, "logged_out_by_phone")))
                .invoke(SandboxService::requireFirst)
                .replaceWithVoid();
    }

    /**
     * Sends a message from a person to the session; returns our id of the message.
     *
     * @throws ApiException {@code message_not_found} for a message referred to that the sandbox did not accept
     */
    Uni<String> inbound(Caller caller, String sessionId, InboundRequest message) {
        return require(caller, sessionId, CONNECTED, "needs the status connected")
                .chain(() -> referred(sessionId, message.referredId()))
                .flatMap(referred -> content(caller, message)
                        .flatMap(content -> listener.onMessage(new InboundMessage(
                                sessionId,
                                "3EB0" + ids.random(),
                                SandboxNumbers.onWhatsApp(message.digits()),
                                SandboxNumbers.onWhatsApp(message.digits()),
                                content,
                                referred,
                                clock.instant()))));
    }

    private Uni<String> referred(String sessionId, String messageId) {
        return messageId == null ? Uni.createFrom().nullItem() : engineId(sessionId, messageId);
    }

    /** Its file is stored first: a message never refers to a file that does not exist. */
    private Uni<MessageContent> content(Caller caller, InboundRequest message) {
        MediaKind kind = message.type().kind();
        if (kind == null) {
            return Uni.createFrom().item(message.plainContent());
        }
        MediaRule rule = MediaRule.of(kind);
        Uni<Media> file = message.mediaId() != null
                ? media.require(caller, message.mediaId(), rule)
                : inline.store(caller.accountId(), message.media(), message.filename(), rule);
        return file.map(kept -> kept.toContent(kind, message.filename(), message.caption()));
    }

    /**
     * Reports a status of a message that was sent.
     *
     * @throws ApiException {@code message_not_found} for one that the sandbox did not accept
     */
    Uni<Void> status(Caller caller, String sessionId, String messageId, StatusChange.Status status) {
        return sessions.requireOfEngine(caller, sessionId, SandboxEngine.NAME)
                .chain(() -> engineId(sessionId, messageId))
                .chain(() -> listener.onStatus(change(sessionId, messageId, status)));
    }

    private Uni<String> engineId(String sessionId, String messageId) {
        Uni<String> found = IdKind.MESSAGE.matches(messageId)
                ? repository.engineId(messageId, sessionId)
                : Uni.createFrom().nullItem();
        return found.onItem().ifNull().failWith(() -> ApiException.of(ErrorCode.MESSAGE_NOT_FOUND));
    }

    private StatusChange change(String sessionId, String messageId, StatusChange.Status status) {
        ErrorCode error = status == StatusChange.Status.FAILED ? ErrorCode.MESSAGE_SENDING_FAILED : null;
        return new StatusChange(sessionId, messageId, null, status, clock.instant(), error);
    }

    private Uni<Void> require(Caller caller, String sessionId, Set<SessionStatus> statuses, String reason) {
        return sessions.requireOfEngine(caller, sessionId, SandboxEngine.NAME)
                .invoke(status -> {
                    if (!statuses.contains(status)) {
                        throw ApiException.because(
                                ErrorCode.SESSION_CONFLICT, "the session is " + status.wireName() + "; this " + reason);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<SandboxSessionView> view(Caller caller, String sessionId) {
        return sessions.requireOfEngine(caller, sessionId, SandboxEngine.NAME)
                .flatMap(status -> repository
                        .find(sessionId)
                        .map(pairing -> new SandboxSessionView(
                                sessionId, status.wireName(), pairing == null ? null : pairing.phoneNumber())));
    }

    /** Invented numbers are in the range that is reserved for fiction: +1 415 555 0100 to 0199. */
    private String phone(Pairing pairing, String wanted) {
        if (wanted != null) {
            return wanted;
        }
        if (pairing.pairingPhone() != null) {
            return pairing.pairingPhone();
        }
        return "141555501" + (10 + Math.floorMod(pairing.sessionId().hashCode(), 90));
    }
}
