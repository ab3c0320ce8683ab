package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of files that WhatsApp distinguishes: the types that each accepts, and how large they may be. */
public enum MediaKind {
    IMAGE(5, "image/jpeg", "image/png", "image/webp"),
    VIDEO(16, "video/mp4", "video/3gpp"),
    AUDIO(16, "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
    /** Any type that may be stored. */
    DOCUMENT(100),
    /** Half a megabyte: Meta accepts that much for an animated sticker. */
    STICKER(500L << 10, "image/webp");

    /** The text of an error for a name that is none of them. */
    public static final String RULE = "must be image, video, audio, document or sticker";

    private static final int MEGABYTE = 1 << 20;

    private final long maxSize;
    private final Set<String> types;

    MediaKind(int megabytes, String... types) {
        this((long) megabytes * MEGABYTE, types);
    }

    MediaKind(long maxSize, String... types) {
        this.maxSize = maxSize;
        this.types = Set.of(types);
    }

    public static Optional<MediaKind> find(String wireName) {
        return Stream.of(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }

    /** In bytes. */
    public long maxSize() {
        return maxSize;
    }

    public boolean takes(String mimeType) {
        return this == DOCUMENT || types.contains(mimeType);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it accepts, in words for a client. */
    public String allowed() {
        return this == DOCUMENT
                ? "any type but programs, scripts, HTML and SVG"
                : String.join(", ", types.stream().sorted().toList());
    }
}
