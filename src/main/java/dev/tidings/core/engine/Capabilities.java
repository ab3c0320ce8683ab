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
 * @param files the types of file that it accepts as each kind, exact or as a family such as {@code text/*}; a kind
 *     without an entry accepts all its types. They name containers: the codecs in them are not checked
 * @param owned whether a session has a connection that only one replica may hold: the core then gives each session to
 *     one replica, and brings every call to it (docs/adr/0033)
 * @param listsTemplates whether it shows the message templates of a number
 */
public record Capabilities(
        boolean pairsByQr,
        boolean pairsByCode,
        Set<MessageType> sends,
        Map<MediaKind, Set<String>> files,
        boolean owned,
        boolean listsTemplates) {
    public Capabilities {
        sends = Set.copyOf(sends);
        files = Map.copyOf(files);
    }

    /** For an engine without templates. */
    public Capabilities(
            boolean pairsByQr,
            boolean pairsByCode,
            Set<MessageType> sends,
            Map<MediaKind, Set<String>> files,
            boolean owned) {
        this(pairsByQr, pairsByCode, sends, files, owned, false);
    }

    /** For an engine that accepts all files that the API does. */
    public Capabilities(boolean pairsByQr, boolean pairsByCode, Set<MessageType> sends) {
        this(pairsByQr, pairsByCode, sends, Map.of(), false);
    }

    /** For an engine that is called by an API, from any replica. */
    public Capabilities(
            boolean pairsByQr, boolean pairsByCode, Set<MessageType> sends, Map<MediaKind, Set<String>> files) {
        this(pairsByQr, pairsByCode, sends, files, false);
    }

    /** The same for an engine that shows the message templates of a number. */
    public Capabilities withTemplates() {
        return new Capabilities(pairsByQr, pairsByCode, sends, files, owned, true);
    }
}
