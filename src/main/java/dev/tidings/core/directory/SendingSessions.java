package dev.tidings.core.directory;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.message.MessageRepository;
import dev.tidings.core.message.MessageRepository.SessionState;
import dev.tidings.core.message.send.SendRules;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The sessions that a caller may send through. */
@ApplicationScoped
public class SendingSessions {
    private final MessageRepository messages;

    SendingSessions(MessageRepository messages) {
        this.messages = messages;
    }

    /** @throws ApiException {@code session_not_found} for what is no id of a session, or of one that the key may not see */
    public static void requireVisible(Caller caller, String sessionId) {
        if (!IdKind.SESSION.matches(sessionId) || !caller.sees(sessionId)) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
        LogContext.session(sessionId);
    }

    /** @throws ApiException {@code session_not_found} */
    public Uni<SessionState> require(Caller caller, String sessionId) {
        requireVisible(caller, sessionId);
        return messages.sessionState(caller.accountId(), sessionId)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.SESSION_NOT_FOUND));
    }

    /**
     * The name of the engine of a session that can send now.
     *
     * @throws ApiException {@code session_not_found}, {@code session_not_connected}, {@code session_disconnected}
     */
    public Uni<String> connectedEngine(Caller caller, String sessionId) {
        return require(caller, sessionId)
                .invoke(state -> SendRules.requireConnected(state.status()))
                .map(SessionState::engine);
    }
}
