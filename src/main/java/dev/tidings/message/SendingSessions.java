package dev.tidings.message;

import dev.tidings.auth.Caller;
import dev.tidings.background.LogContext;
import dev.tidings.error.ApiException;
import dev.tidings.error.ErrorCode;
import dev.tidings.id.IdKind;
import dev.tidings.message.MessageRepository.SessionState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The sessions that a caller may send through. */
@ApplicationScoped
class SendingSessions {
    private final MessageRepository messages;

    SendingSessions(MessageRepository messages) {
        this.messages = messages;
    }

    /** @throws ApiException {@code session_not_found} for what is no id of a session, or of one that the key may not see */
    static void requireVisible(Caller caller, String sessionId) {
        if (!IdKind.SESSION.matches(sessionId) || !caller.sees(sessionId)) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
        LogContext.session(sessionId);
    }

    /** @throws ApiException {@code session_not_found} */
    Uni<SessionState> require(Caller caller, String sessionId) {
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
    Uni<String> connectedEngine(Caller caller, String sessionId) {
        return require(caller, sessionId)
                .invoke(state -> SendRules.requireConnected(state.status()))
                .map(SessionState::engine);
    }
}
