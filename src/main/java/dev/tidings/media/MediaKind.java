package dev.tidings.media;

import java.util.Locale;
import java.util.Set;

/** What WhatsApp tells apart: the types that each kind takes, and how large they may be. */
public enum MediaKind {
    IMAGE(5, "image/jpeg", "image/png", "image/webp"),
    VIDEO(16, "video/mp4", "video/3gpp"),
    AUDIO(16, "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
    /** Any type that is stored at all; {@link MediaTypes} refuses the rest. */
    DOCUMENT(100);

    private static final int MEGABYTE = 1 << 20;

    private final long maxSize;
    private final Set<String> types;

    MediaKind(int megabytes, String... types) {
        this.maxSize = (long) megabytes * MEGABYTE;
        this.types = Set.of(types);
    }

    /** In bytes. */
    public long maxSize() {
        return maxSize;
    }

    public boolean takes(String mimeType) {
        return this == DOCUMENT || types.contains(mimeType);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it takes, in words for a client. */
    String allowed() {
        return this == DOCUMENT
                ? "any type but programs, scripts, HTML and SVG"
                : String.join(", ", types.stream().sorted().toList());
    }
}
