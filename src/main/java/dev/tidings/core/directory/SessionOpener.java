package dev.tidings.core.directory;

import io.smallrye.mutiny.Uni;

/** Opens sessions at their engine after this replica took them from another one. */
public interface SessionOpener {

    /** Called at the pace of logins, and only while the token is held. */
    Uni<Void> open(OwnershipToken token, String engine);
}
