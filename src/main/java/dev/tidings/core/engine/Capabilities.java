package dev.tidings.core.engine;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageType;
import java.util.Map;
import java.util.Set;

/**
 * What an engine can do.
 *
 * @param pairsByQr whether a session is linked by scanning a QR code
 * @param pairsByCode whether a session can be linked by a code typed into the phone
 * @param sends the types of message that it sends
 * @param files the types of file that it takes as each kind, exact or as a family such as {@code text/*}; all that the kind has
 *     where nothing is said. They name containers: which codecs are in one, nobody checks
 */
public record Capabilities(
        boolean pairsByQr, boolean pairsByCode, Set<MessageType> sends, Map<MediaKind, Set<String>> files) {
    public Capabilities {
        sends = Set.copyOf(sends);
        files = Map.copyOf(files);
    }

    /** Of an engine that takes all files that the API does. */
    public Capabilities(boolean pairsByQr, boolean pairsByCode, Set<MessageType> sends) {
        this(pairsByQr, pairsByCode, sends, Map.of());
    }
}
