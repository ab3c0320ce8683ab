package dev.tidings.core.message.queue;

import dev.tidings.core.content.AttachedFile;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.media.MediaFetcher;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.core.message.MessageStatusService;
import dev.tidings.core.message.queue.QueueRepository.Turn;
import dev.tidings.core.message.send.Attachments;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Fetches files of queued messages that are not stored here when it is the turn of their message. */
@ApplicationScoped
class QueuedMediaFetch {
    private static final Logger LOG = Logger.getLogger(QueuedMediaFetch.class);

    private final MediaFetcher fetcher;
    private final Engines engines;
    private final QueueRepository queue;
    private final MessageStatusService statuses;
    private final Clock clock;

    QueuedMediaFetch(
            MediaFetcher fetcher, Engines engines, QueueRepository queue, MessageStatusService statuses, Clock clock) {
        this.fetcher = fetcher;
        this.engines = engines;
        this.queue = queue;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * Fetches the files, so that the message is ready at its next turn, or fails the message. It stays queued
     * meanwhile: after a crash another replica fetches again.
     */
    Uni<Void> prepare(String engine, Turn turn) {
        String id = turn.stored().id();
        MessageContent content = turn.stored().content();
        List<MessageContent.Media> files =
                content.files().stream().map(AttachedFile::media).toList();
        if (files.stream().allMatch(file -> file.mediaUrl() == null)) {
            return fail(id, ErrorCode.MEDIA_NOT_FOUND);
        }
        return Multi.createFrom()
                .iterable(files)
                .onItem()
                .transformToUniAndConcatenate(file -> fetched(engine, turn.accountId(), file))
                .collect()
                .asList()
                .onItemOrFailure()
                .transformToUni((whole, failure) ->
                        failure == null ? queue.complete(id, content.with(whole)) : fail(id, code(id, failure)));
    }

    private Uni<MessageContent.Media> fetched(String engine, String accountId, MessageContent.Media file) {
        return file.mediaUrl() == null
                ? Uni.createFrom().item(file)
                : fetcher.fetch(accountId, file.mediaUrl(), file.filename(), engines.rule(engine, file.mediaType()))
                        .map(stored -> Attachments.whole(file, stored));
    }

    private Uni<Void> fail(String id, ErrorCode code) {
        return statuses.advance(id, MessageStatus.FAILED, code, clock.instant()).replaceWithVoid();
    }

    private static ErrorCode code(String id, Throwable failure) {
        if (failure instanceof ApiException refused) {
            return refused.code();
        }
        LOG.warnf("The file of %s cannot be kept: %s", id, failure.toString());
        return ErrorCode.INTERNAL_SERVER_ERROR;
    }
}
