package dev.tidings.engine.linked.store;

/**
 * What the client gave in a session's {@code config}; what it did not give is null. Does not show the proxy, whose address may
 * hold a password.
 *
 * @param deviceName shown on the phone under linked devices; fixed at the pairing
 * @param history how much of it the phone sends; fixed at the pairing
 * @param proxy of all connections of the session, as a URL
 */
public record LinkedSettings(String deviceName, String history, String proxy) {
    public static final LinkedSettings NONE = new LinkedSettings(null, null, null);

    @Override
    public String toString() {
        return "LinkedSettings";
    }
}
