package dev.tidings.engine.cloud.inbound;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails.MediaState;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.LateMedia;
import dev.tidings.core.media.Media;
import dev.tidings.engine.cloud.graph.CloudConfig;
import dev.tidings.engine.cloud.inbound.DownloadRepository.Download;
import dev.tidings.platform.async.ClaimLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Fetches the files of inbound messages, after Meta was answered, as Meta waits only some seconds. A message whose
 * file is stored here within {@link #PATIENCE} is reported with it. Otherwise it is reported without it, and its file
 * later: once it is stored, or when it cannot be had, because Meta does not have it any more, its type may not be
 * stored, or the attempts of a whole day failed.
 */
@ApplicationScoped
class CloudDownloads {
    private static final Logger LOG = Logger.getLogger(CloudDownloads.class);
    private static final int PARALLEL = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final MediaState PENDING = new MediaState(MediaState.PENDING, null);

    /** The waits after the first, second... attempt; after the last one the file is given up. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(3),
            Duration.ofHours(20));

    private final DownloadRepository repository;
    private final InboundFiles files;
    private final EngineListener listener;
    private final Clock clock;

    /** Longer than an attempt can take. */
    private final Duration lease;

    private final ClaimLoop<Download> loop;

    CloudDownloads(
            DownloadRepository repository,
            InboundFiles files,
            EngineListener listener,
            CloudConfig config,
            Vertx vertx,
            Clock clock) {
        this.repository = repository;
        this.files = files;
        this.listener = listener;
        this.clock = clock;
        this.lease = config.downloadTimeout().plusSeconds(30);
        this.loop = new ClaimLoop<>(
                "The downloads from Meta",
                "A download from Meta",
                vertx,
                () -> PARALLEL,
                this::claim,
                download -> handle(download).replaceWith(true));
    }

    /**
     * Stores the message until its file is here; from then on it cannot be lost. One that would have to wait is
     * reported now.
     */
    Uni<Void> promise(String sessionId, CloudNotification.Message message) {
        return repository
                .promise(sessionId, message, clock.instant())
                .chain(() ->
                        loop.running() < PARALLEL ? Uni.createFrom().voidItem() : reportPending(sessionId, message))
                .invoke(loop::wake);
    }

    void wake() {
        loop.wake();
    }

    private Uni<List<Download>> claim(int most) {
        Instant now = clock.instant();
        return repository.claim(most, now, now.plus(lease));
    }

    private Uni<Void> handle(Download download) {
        CloudNotification.Message message = CloudNotificationParser.message("", download.message(), clock);
        // fetched once, and to its end, whoever stops waiting for it
        Uni<Media> file = files.fetch(download, message).memoize().indefinitely();
        return file.replaceWithVoid()
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithUni(() -> reportPending(download.sessionId(), message))
                .onFailure()
                .recoverWithUni(judgedBelow -> Uni.createFrom().voidItem())
                .chain(() -> file)
                .flatMap(media -> arrived(download, message, media))
                .onFailure(InboundFiles.Unobtainable.class)
                .recoverWithUni(failure -> giveUp(download, message, failure.getMessage()))
                .onFailure()
                .recoverWithUni(failure -> later(download, message, failure));
    }

    private Uni<Void> later(Download download, CloudNotification.Message message, Throwable failure) {
        LOG.infof(
                "The file of a message of %s is not here after %d attempts: %s",
                download.sessionId(), download.attempts(), failure.toString());
        return download.attempts() <= WAITS.size()
                ? reportPending(download.sessionId(), message)
                        .chain(() ->
                                repository.later(download, clock.instant().plus(WAITS.get(download.attempts() - 1))))
                : giveUp(download, message, "it could not be fetched within a day");
    }

    private Uni<Void> reportPending(String sessionId, CloudNotification.Message message) {
        return message.reportTo(listener, sessionId, PENDING);
    }

    /** A message that was not reported before is reported with its file; otherwise only the file is reported. */
    private Uni<Void> arrived(Download download, CloudNotification.Message message, Media media) {
        MessageContent.Media shown = (MessageContent.Media) message.content();
        MessageContent.Media whole = new MessageContent.Media(
                        shown.mediaType(),
                        media.id(),
                        null,
                        media.mimeType(),
                        media.size(),
                        media.sha256(),
                        shown.filename() == null ? null : media.filename(),
                        shown.caption())
                .shownAs(shown);
        return message.saying(whole)
                .reportTo(listener, download.sessionId())
                .chain(() -> listener.onMedia(
                        new LateMedia(download.sessionId(), message.id(), whole, null, clock.instant())))
                .chain(() -> repository.done(download));
    }

    private Uni<Void> giveUp(Download download, CloudNotification.Message message, String reason) {
        MediaState failed = new MediaState(MediaState.FAILED, reason);
        return message.reportTo(listener, download.sessionId(), failed)
                .chain(() -> listener.onMedia(
                        new LateMedia(download.sessionId(), message.id(), null, failed, clock.instant())))
                .chain(() -> repository.done(download));
    }
}
