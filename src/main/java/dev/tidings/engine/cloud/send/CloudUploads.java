package dev.tidings.engine.cloud.send;

import dev.tidings.core.content.AttachedFile;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SendOutcome.Deferred;
import dev.tidings.core.engine.SendOutcome.Extent;
import dev.tidings.core.engine.SendOutcome.Refused;
import dev.tidings.core.media.Media;
import dev.tidings.core.media.MediaService;
import dev.tidings.core.media.TempFiles;
import dev.tidings.engine.cloud.graph.CloudConfig;
import dev.tidings.engine.cloud.graph.CloudCredentials;
import dev.tidings.engine.cloud.graph.GraphApi;
import dev.tidings.engine.cloud.number.CloudCredentialStore;
import dev.tidings.engine.cloud.number.CloudErrorHandler;
import dev.tidings.engine.cloud.number.NotSentException;
import dev.tidings.engine.cloud.send.UploadRepository.Upload;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Uploads files to Meta, each once for as long as Meta keeps it. An upload that takes longer than a send can wait
 * continues by itself; the send is told to come again later.
 */
@ApplicationScoped
class CloudUploads {
    private static final Logger LOG = Logger.getLogger(CloudUploads.class);

    private final UploadRepository uploads;
    private final CloudCredentialStore accounts;
    private final SessionDirectory sessions;
    private final MediaService media;
    private final TempFiles spool;
    private final GraphApi graph;
    private final CloudErrorHandler troubles;
    private final CloudConfig config;
    private final Clock clock;
    private final Map<Upload, CompletableFuture<String>> underWay = new ConcurrentHashMap<>();

    CloudUploads(
            UploadRepository uploads,
            CloudCredentialStore accounts,
            SessionDirectory sessions,
            MediaService media,
            TempFiles spool,
            GraphApi graph,
            CloudErrorHandler troubles,
            CloudConfig config,
            Clock clock) {
        this.uploads = uploads;
        this.accounts = accounts;
        this.sessions = sessions;
        this.media = media;
        this.spool = spool;
        this.graph = graph;
        this.troubles = troubles;
        this.config = config;
        this.clock = clock;
    }

    /** Meta's ids of the message's files, in their order. Fails with {@link NotSentException}. */
    Uni<List<String>> mediaIds(OutboundMessage message) {
        List<Uni<String>> ids =
                files(message).map(file -> mediaId(message, file)).toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(ids).andFailFast();
    }

    private Uni<String> mediaId(OutboundMessage message, MessageContent.Media file) {
        Upload upload = upload(message, file);
        return uploads.find(upload, clock.instant())
                .flatMap(known -> known.isPresent()
                        ? Uni.createFrom().item(known.get())
                        : uploaded(message, upload, file.mediaId()));
    }

    /** Makes the next send upload the files of the message again. */
    Uni<Void> forget(OutboundMessage message) {
        return BackgroundTasks.each(files(message).toList(), file -> uploads.forget(upload(message, file)));
    }

    private static Stream<MessageContent.Media> files(OutboundMessage message) {
        return message.content().files().stream().map(AttachedFile::media);
    }

    private static Upload upload(OutboundMessage message, MessageContent.Media file) {
        return new Upload(message.sessionId(), file.sha256(), CloudMediaTypes.uploadedAs(file.mimeType()));
    }

    private Uni<String> uploaded(OutboundMessage message, Upload upload, String mediaId) {
        CompletableFuture<String> shared = shared(upload, mediaId);
        // a copy: a caller that stops waiting must not end the upload for the others
        return Uni.createFrom()
                .completionStage(shared::copy)
                .ifNoItem()
                .after(config.uploadPatience())
                .fail()
                .onFailure(failure -> !(failure instanceof NotSentException))
                .recoverWithUni(failure -> notSent(message, failure));
    }

    /** The upload in progress, or a new one. */
    private CompletableFuture<String> shared(Upload upload, String mediaId) {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> other = underWay.putIfAbsent(upload, mine);
        if (other != null) {
            return other;
        }
        BackgroundTasks.run(
                send(upload, mediaId).onTermination().invoke(() -> underWay.remove(upload, mine)),
                mine::complete,
                mine::completeExceptionally);
        return mine;
    }

    private Uni<String> send(Upload upload, String mediaId) {
        return accounts.access(upload.sessionId())
                .invoke(access -> requirePresent(access, ErrorCode.SESSION_DISCONNECTED))
                .flatMap(access -> file(upload, mediaId)
                        .invoke(file -> requirePresent(file, ErrorCode.MEDIA_NOT_FOUND))
                        .flatMap(file -> spool.withFile(media.content(file), path -> send(access, upload, path))));
    }

    private Uni<String> send(CloudCredentials access, Upload upload, Path file) {
        return graph.upload(access, upload.mimeType(), file)
                .onFailure()
                .transform(failure -> new FailedUpload(access, failure))
                .call(id -> uploads.keep(upload, id, clock.instant().plus(config.uploadTtl())));
    }

    private Uni<Media> file(Upload upload, String mediaId) {
        return sessions.account(upload.sessionId())
                .flatMap(account ->
                        account.isEmpty() ? Uni.createFrom().nullItem() : media.find(account.get(), mediaId));
    }

    private static void requirePresent(Object value, ErrorCode otherwise) {
        if (value == null) {
            throw new NotSentException(new Refused(otherwise));
        }
    }

    /** A call to Meta that failed, with what it was made with. */
    private static final class FailedUpload extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient CloudCredentials used;

        FailedUpload(CloudCredentials used, Throwable cause) {
            super(cause.toString(), cause, false, false);
            this.used = used;
        }
    }

    private Uni<String> notSent(OutboundMessage message, Throwable failure) {
        LOG.infof("The file of %s is not uploaded: %s", message.messageId(), failure.toString());
        Throwable cause = failure instanceof FailedUpload ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return Uni.createFrom()
                    .failure(new NotSentException(
                            new Deferred(ErrorCode.SERVICE_UNAVAILABLE, NotSentException.PAUSE, Extent.RECIPIENT)));
        }
        return (failure instanceof FailedUpload call
                        ? troubles.outcome(call.used, message.to(), cause)
                        : Uni.createFrom().item(NotSentException.unavailable()))
                .onFailure()
                .recoverWithItem(NotSentException::unavailable)
                // whatever the result of the upload, no message was sent
                .map(outcome -> outcome instanceof SendOutcome.Lost ? NotSentException.unavailable() : outcome)
                .flatMap(outcome -> Uni.createFrom().failure(new NotSentException(outcome)));
    }
}
