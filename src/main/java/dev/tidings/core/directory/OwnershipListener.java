package dev.tidings.core.directory;

/**
 * Learns which sessions this replica owns. Beans that implement it are found by their type; each gets the sessions of
 * all engines. Both methods return at once, and may be called on any thread.
 *
 * <p>Nobody has to open a session here: whoever made or restarted it calls the engine's {@code open}, and so does the
 * core after a takeover, at the pace of {@code tidings.linked.logins-per-second}.
 */
public interface OwnershipListener {

    /** The session belongs to this replica from now on. */
    default void acquired(OwnershipToken token) {}

    /**
     * The session does not belong to this replica any more, or will not in 2 s: its socket is closed before this
     * returns, and nothing is reported about it.
     */
    void lost(OwnershipToken token);
}
