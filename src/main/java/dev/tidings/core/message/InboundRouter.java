package dev.tidings.core.message;

import dev.tidings.core.contact.ContactPreferenceService;
import dev.tidings.core.engine.ContactPreference;
import dev.tidings.core.engine.EchoedMessage;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.LateMedia;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.core.session.SessionService;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Passes the reports of engines to the package that they concern. */
@ApplicationScoped
class InboundRouter implements EngineListener {
    private final SessionService sessions;
    private final InboundService inbound;
    private final MessageService messages;
    private final MessageStatusService statuses;
    private final ContactPreferenceService preferences;
    private final Transactions transactions;

    InboundRouter(
            SessionService sessions,
            InboundService inbound,
            MessageService messages,
            MessageStatusService statuses,
            ContactPreferenceService preferences,
            Transactions transactions) {
        this.sessions = sessions;
        this.inbound = inbound;
        this.messages = messages;
        this.statuses = statuses;
        this.preferences = preferences;
        this.transactions = transactions;
    }

    @Override
    public Uni<Boolean> onSession(SessionEvent event) {
        return sessions.apply(event);
    }

    @Override
    public Uni<Boolean> onSession(Transaction transaction, SessionEvent event) {
        return sessions.apply(transaction, event);
    }

    @Override
    public Uni<Void> onRestriction(Transaction transaction, String sessionId, String kind, Instant until) {
        return sessions.restrict(transaction, sessionId, kind, until);
    }

    @Override
    public Uni<List<String>> onMessages(List<InboundMessage> received) {
        return transactions.inOne(transaction -> onMessages(transaction, received));
    }

    @Override
    public Uni<List<String>> onMessages(Transaction transaction, List<InboundMessage> received) {
        return inbound.receive(transaction, received);
    }

    @Override
    public Uni<Void> onMedia(LateMedia media) {
        return transactions.inOne(transaction -> onMedia(transaction, media));
    }

    @Override
    public Uni<Void> onMedia(Transaction transaction, LateMedia media) {
        return messages.settle(transaction, media);
    }

    @Override
    public Uni<Void> onStatuses(List<StatusChange> changes) {
        return transactions.inOne(transaction -> onStatuses(transaction, changes));
    }

    @Override
    public Uni<Void> onStatuses(Transaction transaction, List<StatusChange> changes) {
        return statuses.apply(transaction, changes);
    }

    @Override
    public Uni<List<String>> onEchoes(List<EchoedMessage> sent) {
        return transactions.inOne(transaction -> onEchoes(transaction, sent));
    }

    @Override
    public Uni<List<String>> onEchoes(Transaction transaction, List<EchoedMessage> sent) {
        return inbound.receiveEchoes(transaction, sent);
    }

    @Override
    public Uni<Void> onPreference(ContactPreference preference) {
        return transactions.inOne(transaction -> onPreference(transaction, preference));
    }

    @Override
    public Uni<Void> onPreference(Transaction transaction, ContactPreference preference) {
        return preferences.receive(transaction, preference);
    }
}
