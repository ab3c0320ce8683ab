package dev.tidings.engine.cloud.send;

import dev.tidings.core.content.MediaKind;
import java.util.Map;
import java.util.Set;

/** The types of file that Meta takes; any other is refused when it is uploaded, or by a status after the message was taken. */
public final class CloudMediaTypes {
    private static final String TEXT = "text/";
    private static final String PLAIN = "text/plain";
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    /** Documents are what Meta lets be uploaded at all, whichever kind it is meant for. */
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

    /** What Meta is told: it knows of texts only that they are plain. */
    static String uploadedAs(String mimeType) {
        return mimeType.startsWith(TEXT) ? PLAIN : mimeType;
    }
}
