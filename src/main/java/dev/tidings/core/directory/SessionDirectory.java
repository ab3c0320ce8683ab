package dev.tidings.core.directory;

import dev.tidings.access.auth.Caller;
import io.smallrye.mutiny.Uni;

/** What an engine's own resources may ask of the sessions; implemented by the session room. */
public interface SessionDirectory {

    /**
     * The wire name of the session's state.
     *
     * @throws dev.tidings.platform.error.ApiException {@code session_not_found} for a session that the caller does not own;
     *     {@code not_supported_by_engine} for one of another engine
     */
    Uni<String> require(Caller caller, String sessionId, String engine);
}
