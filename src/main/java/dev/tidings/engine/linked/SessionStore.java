package dev.tidings.engine.linked;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.connection.Restriction;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.PreKey;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;

/** What sessions store. Credentials and the event that reports their change are committed together, under the owner's token. */
interface SessionStore {
    /** Null when the session has no credentials. */
    Uni<LinkedDevice> find(String sessionId);

    /** Makes credentials for a session that has none. */
    Uni<LinkedDevice> create(OwnershipToken token);

    /** @param event null if the session shows the same as before */
    Uni<LinkedDevice> update(OwnershipToken token, LinkedDevice changed, SessionEvent event);

    Uni<Void> report(OwnershipToken token, SessionEvent event);

    Uni<Void> restrict(OwnershipToken token, Restriction restriction);

    Uni<Void> wipe(OwnershipToken token, LinkedDevice device, SessionEvent event);

    /** Wipes credentials that are worth nothing, and makes others, for another pairing. */
    Uni<LinkedDevice> renew(OwnershipToken token, LinkedDevice device);

    /** Deletes what is stored for a session that is being unlinked, up to this generation. */
    Uni<Void> forget(String sessionId, long generation);

    Uni<List<PreKey>> preKeys(OwnershipToken token, LinkedDevice device, int count);

    Uni<List<PreKey>> findPreKeys(LinkedDevice device, Collection<Integer> ids);

    Uni<LinkedDevice> uploaded(OwnershipToken token, LinkedDevice changed, Collection<Integer> ids);

    Uni<LinkedDevice> preKeysLost(OwnershipToken token, LinkedDevice device);
}
