package dev.tidings.engine.cloud.inbound;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.media.Media;
import dev.tidings.core.media.MediaService;
import dev.tidings.core.media.TempFiles;
import dev.tidings.engine.cloud.graph.CloudConfig;
import dev.tidings.engine.cloud.graph.CloudCredentials;
import dev.tidings.engine.cloud.graph.ErrorClassification;
import dev.tidings.engine.cloud.graph.GraphApi;
import dev.tidings.engine.cloud.graph.GraphClient.MediaLocation;
import dev.tidings.engine.cloud.graph.GraphException;
import dev.tidings.engine.cloud.inbound.DownloadRepository.Download;
import dev.tidings.engine.cloud.number.CloudCredentialStore;
import dev.tidings.engine.cloud.number.CloudErrorHandler;
import dev.tidings.platform.egress.CallLimits;
import dev.tidings.platform.egress.EgressResult.Fetched;
import dev.tidings.platform.egress.GuardedHttpClient;
import dev.tidings.platform.error.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;

/** Files of inbound messages, as Meta keeps them. */
@ApplicationScoped
class InboundFiles {
    /** Documents are the largest: whatever kind a message claims, the bytes decide. */
    private static final MediaKind ANY = MediaKind.DOCUMENT;

    /** Meta's errors for an object that it does not have. */
    private static final Set<Integer> FILE_MISSING = Set.of(33, 100);

    private final CloudCredentialStore accounts;
    private final GraphApi graph;
    private final CloudErrorHandler errors;
    private final GuardedHttpClient client;
    private final MediaService media;
    private final TempFiles spool;
    private final CallLimits limits;

    InboundFiles(
            CloudCredentialStore accounts,
            GraphApi graph,
            CloudErrorHandler errors,
            GuardedHttpClient client,
            MediaService media,
            TempFiles spool,
            CloudConfig config) {
        this.accounts = accounts;
        this.graph = graph;
        this.errors = errors;
        this.client = client;
        this.media = media;
        this.spool = spool;
        this.limits = CallLimits.within(config.downloadTimeout(), ANY.maxSize());
    }

    /** A file that no further attempt can fetch. */
    static final class Unobtainable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unobtainable(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Fetches the file and stores it like an upload; fails with {@link Unobtainable} for good, otherwise only for now.
     */
    Uni<Media> fetch(Download download, CloudNotification.Message message) {
        return accounts.access(download.sessionId())
                .onItem()
                .ifNull()
                .failWith(() -> new Unobtainable("the session is logged out"))
                .flatMap(access -> graph.media(access, message.fileId())
                        .onFailure(GraphException.class)
                        .call(failure -> errors.noticeDeath(access, (GraphException) failure))
                        .onFailure(GraphException.Refusal.class)
                        .transform(failure -> judged((GraphException) failure))
                        .flatMap(location -> fetch(access, location, download, message)));
    }

    private Uni<Media> fetch(
            CloudCredentials access, MediaLocation location, Download download, CloudNotification.Message message) {
        Map<String, String> headers = Map.of("Accept", "*/*", "Authorization", access.bearer());
        String filename = ((MessageContent.Media) message.content()).filename();
        return spool.filled(
                sink -> client.fetch(location.url(), headers, limits, sink).map(InboundFiles::requireWhole),
                content -> media.storeStream(download.accountId(), content, filename, ANY)
                        .onFailure(ApiException.class)
                        .transform(refused -> new Unobtainable("it is not kept: " + refused.getMessage())));
    }

    /**
     * A failure of this file only is for good; one that may pass, such as a limit or a token to be renewed, is not.
     */
    private static Throwable judged(GraphException failure) {
        ErrorClassification.Remedy remedy = failure.classification().remedy();
        boolean gone = failure.error()
                .filter(error -> FILE_MISSING.contains(error.code()))
                .isPresent();
        return gone || remedy == ErrorClassification.Remedy.NONE ? new Unobtainable(failure.getMessage()) : failure;
    }

    private static boolean requireWhole(Fetched outcome) {
        if (outcome instanceof Fetched.TooLarge) {
            throw new Unobtainable("it is too large");
        }
        if (!(outcome instanceof Fetched.Ok)) {
            throw new IllegalStateException("it was not fetched: " + outcome);
        }
        return true;
    }
}
