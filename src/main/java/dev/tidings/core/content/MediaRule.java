package dev.tidings.core.content;

import java.util.Set;

/**
 * Which files may be sent as a kind: those that the kind accepts, or the smaller set that one engine accepts.
 *
 * @param engine whose types they are; null for the kind's own
 * @param types exact, or a family such as {@code text/*}; null for all that the kind accepts
 */
public record MediaRule(MediaKind kind, String engine, Set<String> types) {
    private static final String FAMILY = "/*";

    /** What the kind accepts, whichever engine sends it. */
    public static MediaRule of(MediaKind kind) {
        return new MediaRule(kind, null, null);
    }

    public boolean takes(String mimeType) {
        return kind.takes(mimeType) && (types == null || types.stream().anyMatch(type -> includes(type, mimeType)));
    }

    /** In words for a client, to follow the type that the bytes have. */
    public String reason() {
        return types == null
                ? "as " + kind.wireName() + " allowed: " + kind.allowed()
                : "as " + kind.wireName() + " the engine " + engine + " takes: "
                        + String.join(", ", types.stream().sorted().toList());
    }

    private static boolean includes(String type, String mimeType) {
        return type.endsWith(FAMILY)
                ? mimeType.startsWith(type.substring(0, type.length() - FAMILY.length() + 1))
                : type.equals(mimeType);
    }
}
