package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.ChatIds;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.send.SendRepository.Beginning;
import dev.tidings.platform.async.WaitingClient;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Whether messages may be sent, and if not, why; checked before anything is fetched or stored, as far as it is known
 * by then.
 */
@ApplicationScoped
public class SendAdmission {
    private final SendRepository sends;
    private final Attachments attachments;
    private final SessionDirectory sessions;
    private final Engines engines;

    SendAdmission(SendRepository sends, Attachments attachments, SessionDirectory sessions, Engines engines) {
        this.sends = sends;
        this.attachments = attachments;
        this.sessions = sessions;
        this.engines = engines;
    }

    /**
     * The messages as they may be sent: with recipients for those that go to the conversation of another message.
     *
     * @param paths for each message the prefix of the names of its fields
     * @param rule checks the state of the session
     * @throws ApiException {@code invalid_phone_number}, {@code session_not_found}, {@code not_supported_by_engine},
     *     the errors of the rule, {@code message_not_found} (one referred to), for the first wrong message
     */
    public Uni<List<NewMessage>> require(
            Caller caller, String sessionId, List<NewMessage> all, List<String> paths, Consumer<SessionStatus> rule) {
        SessionDirectory.requireVisible(caller, sessionId);
        return WaitingClient.whileItWaits(requireRecipients(caller, sessionId, all, paths)
                .chain(() -> sessions.require(caller, sessionId))
                .invoke(state -> requireAble(state.engine(), all))
                .invoke(state -> rule.accept(state.status()))
                .chain(() -> resolve(caller, sessionId, all, paths)));
    }

    /** A single message with its file, which is not stored for a message that cannot be sent anyway. */
    public Uni<NewMessage> attached(Caller caller, NewMessage message, Consumer<SessionStatus> rule) {
        return require(caller, message.sessionId(), List.of(message), List.of(""), rule)
                .flatMap(accepted -> sessions.require(caller, message.sessionId())
                        .flatMap(state -> attachments.attach(caller, state.engine(), accepted.get(0))));
    }

    /** The messages of a bulk with their files. */
    public Uni<List<NewMessage>> attached(
            Caller caller, String sessionId, List<NewMessage> all, List<String> paths, Consumer<SessionStatus> rule) {
        return require(caller, sessionId, all, paths, rule)
                .flatMap(accepted -> sessions.require(caller, sessionId)
                        .flatMap(state -> attachments.attachAll(caller, state.engine(), accepted, paths)));
    }

    /**
     * The message that an earlier request with the same key made before a crash; null for none. Checked only where a
     * file would have to be stored again, which may be gone by now: any other message is found when it is stored.
     */
    public Uni<Message> earlier(Caller caller, NewMessage message) {
        return message.bringsFiles() && message.idempotencyKey() != null
                ? sends.findRepeated(caller.accountId(), message.idempotencyKey())
                : Uni.createFrom().nullItem();
    }

    /** Checks recipients like {@link #require}, for a message whose statement checks everything else by itself. */
    Uni<Void> requireRecipient(Caller caller, NewMessage message) {
        return requireRecipients(caller, message.sessionId(), List.of(message), List.of(""));
    }

    /**
     * Checks what the statement that begins a send has found.
     *
     * @throws ApiException the exact code, unless everything that a send needs is there
     */
    static void requireAll(NewMessage message, Beginning beginning) {
        if (beginning == null) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
        if (!beginning.supported()) {
            throw unsupported(beginning.engine(), message);
        }
        SessionDirectory.requireConnected(beginning.sessionStatus());
        if (message.referredId() != null && !beginning.referredFound()) {
            throw unknownReference(message.referringField());
        }
        if (beginning.overQuota()) {
            throw overQuota();
        }
    }

    public static ApiException overQuota() {
        return ApiException.because(
                ErrorCode.DAILY_MESSAGE_LIMIT_REACHED,
                "the plan has fewer messages left for today, which ends at midnight UTC");
    }

    /**
     * Accepts what can be a number, and any address that the session received a message from: WhatsApp knows numbers
     * that metadata does not.
     */
    private Uni<Void> requireRecipients(Caller caller, String sessionId, List<NewMessage> all, List<String> paths) {
        List<String> doubtful = all.stream()
                .map(NewMessage::to)
                .filter(to -> to != null && (ChatIds.isForm(to) || !PhoneNumber.isPossible(to)))
                .distinct()
                .toList();
        if (doubtful.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return sends.heardFrom(caller.accountId(), sessionId, doubtful)
                .invoke(heard -> {
                    for (int i = 0; i < all.size(); i++) {
                        String to = all.get(i).to();
                        if (doubtful.contains(to) && !heard.contains(to)) {
                            throw ApiException.of(
                                    ErrorCode.INVALID_PHONE_NUMBER, paths.get(i) + "to", PhoneNumber.RULE);
                        }
                    }
                })
                .replaceWithVoid();
    }

    private void requireAble(String engine, List<NewMessage> all) {
        all.stream()
                .filter(message -> !engines.sending(message.type()).contains(engine))
                .findFirst()
                .ifPresent(message -> {
                    throw unsupported(engine, message);
                });
    }

    private Uni<List<NewMessage>> resolve(Caller caller, String sessionId, List<NewMessage> all, List<String> paths) {
        List<String> referred = all.stream()
                .map(NewMessage::referredId)
                .filter(Objects::nonNull)
                .toList();
        return referred.isEmpty()
                ? Uni.createFrom().item(all)
                : sends.referred(caller.accountId(), sessionId, referred).map(chats -> resolved(all, chats, paths));
    }

    private static List<NewMessage> resolved(List<NewMessage> all, Map<String, String> chats, List<String> paths) {
        List<NewMessage> resolved = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            NewMessage message = all.get(i);
            String chat = message.referredId() == null ? null : chats.get(message.referredId());
            if (message.referredId() != null && chat == null) {
                throw unknownReference(paths.get(i) + message.referringField());
            }
            resolved.add(message.to() != null ? message : message.to(chat));
        }
        return resolved;
    }

    private static ApiException unsupported(String engine, NewMessage message) {
        return ApiException.because(
                ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                "the engine " + engine + " sends no messages of the type "
                        + message.type().wireName());
    }

    private static ApiException unknownReference(String field) {
        return ApiException.of(ErrorCode.MESSAGE_NOT_FOUND, field, "the session has no such message");
    }
}
