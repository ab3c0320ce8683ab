package dev.tidings.core.directory;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.directory.SessionDirectoryRepository.Entry;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The owner of a session, and whether it can send: all code that has only a session's id asks here. */
@ApplicationScoped
public class SessionDirectory {
    private final SessionDirectoryRepository repository;

    SessionDirectory(SessionDirectoryRepository repository) {
        this.repository = repository;
    }

    /** The engine and the state of a session. */
    public record SessionState(String engine, SessionStatus status) {}

    /**
     * The generation of the credentials that an engine stores for the session now; each logout begins the next one. An
     * engine marks what it stores with it, so that a wipe which is late deletes nothing of a new pairing.
     */
    public Uni<Long> generation(String sessionId) {
        return repository.generation(sessionId);
    }

    /**
     * Checks the id and the key only, without the database.
     *
     * @throws ApiException {@code session_not_found} for a text that is not an id of a session, or for a session that
     *     the key may not see
     */
    public static void requireVisible(Caller caller, String sessionId) {
        if (!IdKind.SESSION.matches(sessionId) || !caller.sees(sessionId)) {
            throw notFound();
        }
        LogContext.session(sessionId);
    }

    /** @throws ApiException {@code session_not_found} */
    public Uni<SessionState> require(Caller caller, String sessionId) {
        return find(caller, sessionId).map(entry -> {
            if (entry.isRemoved()) {
                throw notFound();
            }
            return entry.state();
        });
    }

    /**
     * The same for reading history, which stays when a session is removed.
     *
     * @param sessionId null: no session in particular
     * @throws ApiException {@code session_not_found}
     */
    public Uni<Void> requireKnown(Caller caller, String sessionId) {
        return sessionId == null
                ? Uni.createFrom().voidItem()
                : find(caller, sessionId).replaceWithVoid();
    }

    /**
     * The state of a session, for operations that only one engine has.
     *
     * @throws ApiException {@code session_not_found}; {@code not_supported_by_engine} for a session of another engine
     */
    public Uni<SessionStatus> requireOfEngine(Caller caller, String sessionId, String engine) {
        return require(caller, sessionId).map(state -> {
            if (!state.engine().equals(engine)) {
                throw ApiException.because(
                        ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                        "the engine " + state.engine() + " has no operations of " + engine);
            }
            return state.status();
        });
    }

    /**
     * The name of the engine of a session that can send now.
     *
     * @throws ApiException {@code session_not_found}, {@code session_not_connected}, {@code session_disconnected}
     */
    public Uni<String> requireConnected(Caller caller, String sessionId) {
        return require(caller, sessionId)
                .invoke(state -> requireConnected(state.status()))
                .map(SessionState::engine);
    }

    /** @throws ApiException unless a session in this state can send now */
    public static void requireConnected(SessionStatus status) {
        if (status != SessionStatus.CONNECTED) {
            throw notConnected(status);
        }
    }

    /** @throws ApiException unless messages may be queued for a session in this state */
    public static void requireQueueable(SessionStatus status) {
        if (!status.letsMessagesWait()) {
            throw notConnected(status);
        }
    }

    /** The account of a session, also of one that was removed; empty when there never was such a session. */
    public Uni<Optional<String>> account(String sessionId) {
        return repository.account(sessionId);
    }

    private Uni<Entry> find(Caller caller, String sessionId) {
        requireVisible(caller, sessionId);
        return repository.find(caller.accountId(), sessionId).onItem().ifNull().failWith(SessionDirectory::notFound);
    }

    private static ApiException notFound() {
        return ApiException.of(ErrorCode.SESSION_NOT_FOUND);
    }

    private static ApiException notConnected(SessionStatus status) {
        return ApiException.because(
                status.isDisconnected() ? ErrorCode.SESSION_DISCONNECTED : ErrorCode.SESSION_NOT_CONNECTED,
                "the session is " + status.wireName());
    }
}
