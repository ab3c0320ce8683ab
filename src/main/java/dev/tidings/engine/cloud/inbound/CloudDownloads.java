package dev.tidings.engine.cloud.inbound;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.media.Media;
import dev.tidings.engine.cloud.graph.CloudConfig;
import dev.tidings.engine.cloud.inbound.DownloadRepository.Download;
import dev.tidings.platform.async.ClaimLoop;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Fetches the files of messages that came in, after Meta was answered: it waits for some seconds only. A message is told to the
 * listener once its file is here, or without it when it cannot be had: Meta has it no more, it is of a type that is not kept, or
 * a day of attempts was in vain.
 */
@ApplicationScoped
class CloudDownloads {
    private static final Logger LOG = Logger.getLogger(CloudDownloads.class);
    private static final int PARALLEL = 8;

    /** The waits after the first, second... attempt; after the last one the message goes without its file. */
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

    /** Keeps the message until its file is here; from then on it cannot be lost. */
    Uni<Void> promise(String sessionId, CloudNotification.Message message) {
        return repository.promise(sessionId, message, clock.instant()).invoke(loop::wake);
    }

    /** The net: attempts that become due, and what other replicas left. */
    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(loop::wake);
    }

    private Uni<List<Download>> claim(int most) {
        Instant now = clock.instant();
        return repository.claim(most, now, now.plus(lease));
    }

    private Uni<Void> handle(Download download) {
        CloudNotification.Message message = CloudNotificationParser.message("", download.message(), clock);
        return files.fetch(download, message)
                .map(media -> withFile(message, media))
                .onFailure(InboundFiles.Unobtainable.class)
                .recoverWithItem(message)
                .flatMap(told -> listener.onMessage(told.toInbound(download.sessionId())))
                .chain(() -> repository.done(download))
                .onFailure()
                .recoverWithUni(failure -> later(download, message, failure));
    }

    private Uni<Void> later(Download download, CloudNotification.Message message, Throwable failure) {
        LOG.infof(
                "The file of a message of %s is not here after %d attempts: %s",
                download.sessionId(), download.attempts(), failure.toString());
        if (download.attempts() <= WAITS.size()) {
            return repository.later(download, clock.instant().plus(WAITS.get(download.attempts() - 1)));
        }
        return listener.onMessage(message.toInbound(download.sessionId()))
                .chain(() -> repository.done(download));
    }

    private static CloudNotification.Message withFile(CloudNotification.Message message, Media media) {
        MessageContent.Media told = (MessageContent.Media) message.content();
        MessageContent content = new MessageContent.Media(
                told.mediaType(),
                media.id(),
                null,
                media.mimeType(),
                media.size(),
                media.sha256(),
                told.filename() == null ? null : media.filename(),
                told.caption());
        return new CloudNotification.Message(
                message.phoneNumberId(),
                message.id(),
                message.chatId(),
                message.from(),
                content,
                message.quotedId(),
                message.fileId(),
                message.at(),
                message.raw());
    }
}
