package dev.tidings.core.media;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MediaRule;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files inside a JSON body: base64, alone or in a {@code data:} URI. The type in a URI is ignored; the
 * bytes decide. Failures name the field {@value #FIELD}.
 */
@ApplicationScoped
public class InlineMedia {
    /** The field of requests that contains a file, or its URL. */
    public static final String FIELD = "media";

    private static final String DATA = "data:";
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,20}://");
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]+");

    private final MediaService media;
    private final BlockingTasks blocking;

    InlineMedia(MediaService media, BlockingTasks blocking) {
        this.media = media;
        this.blocking = blocking;
    }

    /** Whether the value of the field is the URL of a file instead of the file. */
    public static boolean isUrl(String value) {
        return URL.matcher(value).lookingAt();
    }

    /**
     * Decodes a file, off the event loop, and stores nothing.
     *
     * @throws ApiException {@code invalid_request} for a text that is empty or not base64,
     *     {@code media_size_exceeded}, {@code invalid_media_type}
     */
    public Uni<Buffer> unpack(String value, MediaRule rule) {
        return blocking.run(() -> unpacked(value, rule));
    }

    /** Stores a file that was decoded. */
    public Uni<Media> keep(String accountId, Buffer file, String filename, MediaRule rule) {
        return media.storeBytes(accountId, file, filename, rule)
                .onFailure(ApiException.class)
                .transform(failure -> ((ApiException) failure).at(FIELD));
    }

    /** Decodes and stores. */
    public Uni<Media> store(String accountId, String value, String filename, MediaRule rule) {
        return unpack(value, rule).flatMap(file -> keep(accountId, file, filename, rule));
    }

    private static Buffer unpacked(String value, MediaRule rule) {
        MediaKind kind = rule.kind();
        String base64 = base64(value);
        if (base64.length() / 4L * 3 > kind.maxSize() + 2) {
            throw MediaInspector.tooLarge(kind, FIELD);
        }
        Buffer file = Buffer.buffer(Unpooled.wrappedBuffer(decoded(base64)));
        if (file.length() == 0) {
            throw invalid("The file is empty.");
        }
        if (file.length() > kind.maxSize()) {
            throw MediaInspector.tooLarge(kind, FIELD);
        }
        MediaInspector.requireType(rule, MediaTypeDetector.of(file), FIELD);
        return file;
    }

    private static String base64(String value) {
        String base64 = value;
        if (value.regionMatches(true, 0, DATA, 0, DATA.length())) {
            int comma = value.indexOf(',');
            if (comma < 0 || !value.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
                throw invalid("A data: URI must have the form data:<type>;base64,<data>.");
            }
            base64 = value.substring(comma + 1);
        }
        // some tools break long lines
        return base64.indexOf('\n') < 0 ? base64 : LINE_END.matcher(base64).replaceAll("");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw invalid("Is no URL with its scheme, no data: URI and no base64.");
        }
    }

    private static ApiException invalid(String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, FIELD, reason);
    }
}
