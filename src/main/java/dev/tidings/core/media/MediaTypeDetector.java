package dev.tidings.core.media;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/**
 * Detects the type of a file from its bytes. The name counts only where it makes the result more exact, such as which
 * document a ZIP file or a text is; it never changes one type into another, and never gives a type to unknown bytes.
 * Content that a browser or a shell would run is refused.
 */
final class MediaTypeDetector {
    private static final int HEAD = 64 * 1024;

    /** Names of a format that clients do not know, and the name that they do. */
    private static final Map<String, String> KNOWN_AS = Map.ofEntries(
            Map.entry("audio/x-aac", "audio/aac"),
            Map.entry("audio/amr-wb", "audio/amr"),
            Map.entry("audio/x-mpeg", "audio/mpeg"),
            Map.entry("audio/opus", "audio/ogg"),
            Map.entry("audio/vorbis", "audio/ogg"),
            Map.entry("audio/speex", "audio/ogg"),
            Map.entry("video/x-m4v", "video/mp4"),
            Map.entry("application/mp4", "video/mp4"),
            Map.entry("video/3gpp2", "video/3gpp"));

    /** Content that a computer would run. */
    private static final Set<String> REFUSED = Set.of(
            "text/html",
            "application/xhtml+xml",
            "image/svg+xml",
            "text/javascript",
            "application/javascript",
            "application/x-mshta",
            "application/hta",
            "application/x-elf",
            "application/x-object",
            "application/x-executable",
            "application/x-sharedlib",
            "application/x-coredump",
            "application/x-msdownload",
            "application/x-dosexec",
            "application/x-ms-installer",
            "application/x-ms-shortcut",
            "application/java-vm",
            "application/java-archive",
            "application/vnd.android.package-archive",
            "application/x-sh",
            "application/x-csh",
            "application/x-bat",
            "text/x-vbscript",
            "text/vbscript",
            "application/x-powershell",
            "application/x-shockwave-flash");

    /** For bytes of an unknown type. */
    private static final String UNKNOWN = "application/octet-stream";

    private static final String REFUSED_FAMILY = "application/x-mach-o";

    private MediaTypeDetector() {}

    /** The type of bytes that begin with the given ones. */
    static String of(Buffer beginning) {
        byte[] head = beginning.getBytes(0, Math.min(HEAD, beginning.length()));
        return Stream.<Function<byte[], String>>of(ContainerTypes::ofMp4, ContainerTypes::ofOgg, ContainerTypes::ofZip)
                .map(container -> container.apply(head))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> detected(head, null));
    }

    /** A more exact type from the name, if bytes of the given type may have it; otherwise the type itself. */
    static String refined(String type, String filename, Buffer beginning) {
        if (filename == null || type.equals(UNKNOWN) || ContainerTypes.isExact(type)) {
            return type;
        }
        byte[] head = beginning.getBytes(0, Math.min(HEAD, beginning.length()));
        String named = detected(head, filename);
        return isSpecial(named, type) && !(isSafe(named) && isPlayed(named)) ? named : type;
    }

    /** Images, videos and audio are always detected by their bytes: WhatsApp shows and plays them. */
    private static boolean isPlayed(String type) {
        return type.startsWith("image/") || type.startsWith("video/") || type.startsWith("audio/");
    }

    /** Whether files of this type are stored at all. */
    static boolean isSafe(String type) {
        return !REFUSED.contains(type) && !type.startsWith(REFUSED_FAMILY);
    }

    private static boolean isSpecial(String special, String general) {
        return Registry.TYPES
                .getMediaTypeRegistry()
                .isSpecializationOf(MediaType.parse(special), MediaType.parse(general));
    }

    private static String detected(byte[] head, String filename) {
        Metadata hints = new Metadata();
        if (filename != null) {
            hints.set(TikaCoreProperties.RESOURCE_NAME_KEY, filename);
        }
        try {
            String type = Registry.TYPES
                    .detect(new ByteArrayInputStream(head), hints)
                    .getBaseType()
                    .toString();
            if (startsWith(head, "#!") && !type.startsWith("audio/")) {
                return "application/x-sh";
            }
            return KNOWN_AS.getOrDefault(type, type);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean startsWith(byte[] head, String text) {
        return new String(head, 0, Math.min(head.length, text.length()), StandardCharsets.ISO_8859_1).equals(text);
    }

    /** Loaded when the first file arrives, because it takes some time. */
    private static final class Registry {
        static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
    }
}
