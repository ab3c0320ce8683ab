package dev.tidings.core.engine;

import dev.tidings.core.content.MessageType;
import java.util.Set;

/**
 * What an engine can do.
 *
 * @param pairsByQr whether a session is linked by scanning a QR code
 * @param pairsByCode whether a session can be linked by a code typed into the phone
 * @param sends the types of message that it sends
 */
public record Capabilities(boolean pairsByQr, boolean pairsByCode, Set<MessageType> sends) {
    public Capabilities {
        sends = Set.copyOf(sends);
    }
}
