package dev.tidings.core.media;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MediaRule;
import dev.tidings.platform.egress.CallLimits;
import dev.tidings.platform.egress.GuardedHttpClient;
import dev.tidings.platform.error.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** Downloads files from URLs of users, as a stream: never whole in memory, never more than their kind allows. */
@ApplicationScoped
public class MediaFetcher {
    private final GuardedHttpClient client;
    private final MediaService media;
    private final Duration timeout;

    MediaFetcher(GuardedHttpClient client, MediaService media, MediaConfig config) {
        this.client = client;
        this.media = media;
        this.timeout = config.fetchTimeout();
    }

    /**
     * Downloads and stores a file, within {@code tidings.media.fetch-timeout}. A failure leaves nothing behind, and
     * names the field {@value InlineMedia#FIELD}.
     *
     * @param filename null uses the name at the end of the URL
     * @throws ApiException {@code media_url_inaccessible} when the address may not be called, does not answer with 2xx, or is
     *     too slow; {@code media_size_exceeded}, {@code invalid_media_type}, and {@code invalid_request} for an empty file
     */
    public Uni<Media> fetch(String accountId, String url, String filename, MediaRule rule) {
        MediaKind kind = rule.kind();
        CallLimits limits = limits(timeout, kind);
        return media.storeStream(
                        accountId,
                        RemoteFileStream.stream(sink -> client.fetch(url, limits, sink), kind),
                        filename == null ? nameIn(url) : filename,
                        rule)
                .onFailure(ApiException.class)
                .transform(failure -> ((ApiException) failure).at(InlineMedia.FIELD));
    }

    /** No step has a limit of its own: a host that starts slowly and then sends fast is in time. */
    static CallLimits limits(Duration timeout, MediaKind kind) {
        return CallLimits.within(timeout, kind.maxSize());
    }

    private static String nameIn(String url) {
        try {
            return new URI(url).getPath();
        } catch (URISyntaxException nameless) {
            return null;
        }
    }
}
