package dev.tidings.engine.sandbox;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.engine.Capabilities;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.MessageTemplate;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.core.engine.TemplatePage;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;

/** The built-in simulator: a phone and WhatsApp's servers in PostgreSQL, so that a restart loses nothing. */
@ApplicationScoped
class SandboxEngine implements Engine {
    static final String NAME = "sandbox";

    private static final MessageDetails.Failure REJECTION = new MessageDetails.Failure(
            "131049", "This message was not delivered to maintain healthy ecosystem engagement.");

    private static final Duration LIMIT_PAUSE = Duration.ofSeconds(6);

    private final SandboxRepository repository;
    private final EngineListener listener;
    private final SessionDirectory sessions;
    private final Transactions transactions;
    private final SandboxConfig config;
    private final Ids ids;
    private final Clock clock;

    SandboxEngine(
            SandboxRepository repository,
            EngineListener listener,
            SessionDirectory sessions,
            Transactions transactions,
            SandboxConfig config,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.listener = listener;
        this.sessions = sessions;
        this.transactions = transactions;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                        true,
                        true,
                        EnumSet.complementOf(EnumSet.of(
                                MessageType.TEMPLATE, MessageType.INTERACTIVE_REPLY, MessageType.UNSUPPORTED)))
                .withTemplates();
    }

    @Override
    public Uni<TemplatePage> templates(String sessionId, TemplateFilter filter, String after, int limit) {
        return Uni.createFrom().item(() -> SandboxTemplates.page(sessionId, filter, after, limit));
    }

    @Override
    public Uni<MessageTemplate> template(String sessionId, String templateId) {
        return Uni.createFrom().item(() -> SandboxTemplates.find(sessionId, templateId));
    }

    @Override
    public Uni<Void> open(String sessionId) {
        return sessions.generation(sessionId)
                .flatMap(generation -> repository.beginPairing(sessionId, generation, ids.random(), clock.instant()))
                .flatMap(pairing -> pairing == null ? connect(sessionId) : showQr(pairing));
    }

    @Override
    public Uni<Void> close(String sessionId) {
        return repository.endPairing(sessionId);
    }

    @Override
    public Uni<Void> unlink(String sessionId, long generation) {
        return repository.forget(sessionId, generation);
    }

    @Override
    public Uni<PairingCode> pairingCode(String sessionId, String phoneNumber) {
        return repository
                .setPairingPhone(sessionId, phoneNumber)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.because(ErrorCode.SESSION_CONFLICT, "no pairing is under way"))
                .map(pairing -> new PairingCode(
                        pairing.pairingCode(phoneNumber), pairing.qrStartedAt().plus(QrSchedule.LENGTH)));
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message) {
        Optional<MagicNumber> magic = MagicNumber.of(message.to());
        if (magic.isEmpty()) {
            return accept(message, StatusChange.Status.DELIVERED);
        }
        return switch (magic.get()) {
            case NOT_ON_WHATSAPP -> outcome(new SendOutcome.Refused(ErrorCode.RECIPIENT_NOT_ON_WHATSAPP));
            case FAILS -> outcome(new SendOutcome.Refused(ErrorCode.MESSAGE_SENDING_FAILED));
            case LOSES_ANSWER -> accept(message, null).replaceWith(new SendOutcome.Lost());
            case SLOW ->
                Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(config.slowAnswer())
                        .chain(() -> accept(message, StatusChange.Status.DELIVERED));
            case STAYS_SENT -> accept(message, null);
            case REJECTED -> outcome(new SendOutcome.Refused(ErrorCode.MESSAGE_REJECTED, REJECTION));
            case LIMITED ->
                outcome(new SendOutcome.Deferred(
                        ErrorCode.RATE_LIMIT_EXCEEDED, LIMIT_PAUSE, SendOutcome.Extent.RECIPIENT));
        };
    }

    @Override
    public Uni<NumberLookup> lookUp(String sessionId, String phoneNumber) {
        boolean absent = MagicNumber.of(phoneNumber)
                .filter(MagicNumber.NOT_ON_WHATSAPP::equals)
                .isPresent();
        return Uni.createFrom().item(new NumberLookup(!absent, absent ? null : SandboxNumbers.onWhatsApp(phoneNumber)));
    }

    @Override
    public Uni<Void> markRead(String sessionId, String chatId, String engineMessageId, boolean typing) {
        return Uni.createFrom().voidItem();
    }

    /** Reports the QR code that is to be scanned now, or that the last one has expired. */
    Uni<Void> showQr(Pairing pairing) {
        Optional<QrSchedule.Code> code = QrSchedule.at(pairing.qrStartedAt(), clock.instant());
        if (code.isEmpty()) {
            return listener.onSession(new SessionEvent.Failed(pairing.sessionId(), "qr_timeout"))
                    .chain(() -> repository.expire(pairing));
        }
        Instant expiresAt = code.get().expiresAt();
        return listener.onSession(new SessionEvent.QrIssued(
                        pairing.sessionId(), pairing.qrText(code.get().number()), expiresAt))
                .chain(() -> repository.qrDue(pairing, expiresAt));
    }

    /** Reports that the linked session is connected. */
    Uni<Void> connect(String sessionId) {
        return repository
                .find(sessionId)
                .flatMap(
                        linked -> transactions.inOne(transaction -> connect(transaction, linked, linked.phoneNumber())))
                .replaceWithVoid();
    }

    /** The same for a phone that was linked in the transaction; returns whether the session is connected then. */
    Uni<Boolean> connect(Transaction transaction, Pairing linked, String phoneNumber) {
        String sessionId = linked.sessionId();
        return listener.onSession(transaction, new SessionEvent.Connecting(sessionId))
                .chain(() -> listener.onSession(transaction, new SessionEvent.Connected(sessionId, phoneNumber)));
    }

    private Uni<SendOutcome> accept(OutboundMessage message, StatusChange.Status next) {
        Instant now = clock.instant();
        String engineMessageId = "3EB0" + ids.random();
        return repository
                .accept(
                        message.messageId(),
                        message.sessionId(),
                        engineMessageId,
                        next == null ? null : next.name(),
                        next == null ? null : now.plus(config.deliveredAfter()))
                .replaceWith(new SendOutcome.Accepted(engineMessageId, now, chatId(message.to())));
    }

    /** Null when WhatsApp writes the number as it was given. */
    private static String chatId(String to) {
        String known = SandboxNumbers.onWhatsApp(to);
        return known.equals(to) ? null : known;
    }

    private static Uni<SendOutcome> outcome(SendOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
