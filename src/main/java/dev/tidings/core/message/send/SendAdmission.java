package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageRepository;
import dev.tidings.core.message.queue.QueueRepository;
import dev.tidings.platform.error.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Whether messages may be taken, as far as that shows before anything is fetched or stored. */
@ApplicationScoped
public class SendAdmission {
    private final QueueRepository queue;
    private final MessageRepository messages;
    private final Attachments attachments;
    private final Recipients recipients;
    private final SessionDirectory sessions;
    private final Engines engines;

    SendAdmission(
            QueueRepository queue,
            MessageRepository messages,
            Attachments attachments,
            Recipients recipients,
            SessionDirectory sessions,
            Engines engines) {
        this.queue = queue;
        this.messages = messages;
        this.attachments = attachments;
        this.recipients = recipients;
        this.sessions = sessions;
        this.engines = engines;
    }

    /**
     * The messages as they may be sent: with recipients for those that go where another message is.
     *
     * @param paths for each message what stands before the names of its fields
     * @param rule for the state of the session
     * @throws ApiException {@code invalid_phone_number}, {@code session_not_found}, {@code not_supported_by_engine}, what the
     *     rule says, {@code message_not_found} (one referred to), for the first that is at fault
     */
    public Uni<List<NewMessage>> require(
            Caller caller, String sessionId, List<NewMessage> all, List<String> paths, Consumer<SessionStatus> rule) {
        SessionDirectory.requireVisible(caller, sessionId);
        List<String> fields = paths.stream().map(path -> path + "to").toList();
        return recipients
                .require(caller, sessionId, all, fields)
                .chain(() -> sessions.require(caller, sessionId))
                .invoke(state -> requireAble(state.engine(), all))
                .invoke(state -> rule.accept(state.status()))
                .chain(() -> resolve(caller, sessionId, all, paths));
    }

    /** A single message with its file, which is not brought here for a message that cannot be sent anyway. */
    public Uni<SendCommand> attached(Caller caller, SendCommand command, Consumer<SessionStatus> rule) {
        return require(caller, command.sessionId(), List.of(command.message()), List.of(""), rule)
                .flatMap(accepted -> attachments.attach(caller, accepted.get(0)))
                .map(command::with);
    }

    /**
     * The message that an earlier request with the same key made before a crash; null for none. Asked only where a file would
     * have to be brought again, which may be gone by now: anything else finds out when it is stored.
     */
    public Uni<Message> earlier(Caller caller, SendCommand command) {
        return command.bringsAFile() && command.idempotencyKey() != null
                ? messages.findRepeated(caller.accountId(), command.idempotencyKey())
                : Uni.createFrom().nullItem();
    }

    private Uni<List<NewMessage>> resolve(Caller caller, String sessionId, List<NewMessage> all, List<String> paths) {
        List<String> referred = all.stream()
                .map(NewMessage::referredId)
                .filter(Objects::nonNull)
                .toList();
        return referred.isEmpty()
                ? Uni.createFrom().item(all)
                : queue.referred(caller.accountId(), sessionId, referred).map(chats -> resolved(all, chats, paths));
    }

    private static List<NewMessage> resolved(List<NewMessage> all, Map<String, String> chats, List<String> paths) {
        List<NewMessage> resolved = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            NewMessage message = all.get(i);
            String chat = message.referredId() == null ? null : chats.get(message.referredId());
            if (message.referredId() != null && chat == null) {
                throw SendRules.unknownReference(paths.get(i) + message.referringField());
            }
            resolved.add(message.to() != null ? message : message.to(chat));
        }
        return resolved;
    }

    private void requireAble(String engine, List<NewMessage> all) {
        all.stream()
                .filter(message -> !engines.sending(message.type()).contains(engine))
                .findFirst()
                .ifPresent(message -> {
                    throw SendRules.unsupported(engine, message);
                });
    }
}
