package dev.tidings.engine.cloud.send;

import dev.tidings.core.content.MediaKind;
import java.util.Map;
import java.util.Set;

/**
 * The types of file that Meta accepts; any other is refused on upload, or by a status after the message was accepted.
 */
public final class CloudMediaTypes {
    private static final String TEXT = "text/";
    private static final String PLAIN = "text/plain";
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    /** For documents, all types that Meta accepts for upload, whichever kind they are meant for. */
    public static final Map<MediaKind, Set<String>> TAKEN = Map.of(
            MediaKind.IMAGE, Set.of("image/jpeg", "image/png"),
            MediaKind.DOCUMENT,
                    Set.of(
                            "text/*",
                            "application/pdf",
                            "application/msword",
                            "application/vnd.ms-excel",
                            "application/vnd.ms-powerpoint",
                            OFFICE + "wordprocessingml.document",
                            OFFICE + "spreadsheetml.sheet",
                            OFFICE + "presentationml.presentation",
                            "audio/aac",
                            "audio/amr",
                            "audio/mpeg",
                            "audio/mp4",
                            "audio/ogg",
                            "image/jpeg",
                            "image/png",
                            "image/webp",
                            "video/mp4",
                            "video/3gpp"));

    private CloudMediaTypes() {}

    /** The type that Meta is given: of texts it knows only plain ones. */
    static String uploadedAs(String mimeType) {
        return mimeType.startsWith(TEXT) ? PLAIN : mimeType;
    }
}
