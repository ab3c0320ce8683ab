package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.bytes.Bytes;
import java.util.Optional;

/** Opens connections to WhatsApp. */
@FunctionalInterface
public interface Dialer {
    /**
     * @param routing what the server gave at the last login to find the same machine; empty if nothing
     * @param proxy the only way out; empty for a direct connection
     */
    void dial(Bytes routing, Optional<Proxy> proxy, Wire.Listener listener);
}
