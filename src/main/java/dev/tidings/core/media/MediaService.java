package dev.tidings.core.media;

import static dev.tidings.platform.error.ErrorCode.MEDIA_NOT_FOUND;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MediaRule;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Stores files of accounts for a limited time. */
@ApplicationScoped
public class MediaService {
    /** The text of an error for an id without a file. */
    public static final String UNKNOWN = "Unknown or expired.";

    private final MediaRepository repository;
    private final MediaStores stores;
    private final MediaConfig config;
    private final BlockingTasks blocking;
    private final Ids ids;
    private final Clock clock;

    MediaService(
            MediaRepository repository,
            MediaStores stores,
            MediaConfig config,
            BlockingTasks blocking,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.stores = stores;
        this.config = config;
        this.blocking = blocking;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A file to be sent as the given kind, named by a request in its field {@code mediaId}.
     *
     * @throws ApiException {@code media_not_found}, {@code invalid_media_type}, {@code media_size_exceeded}
     */
    public Uni<Media> require(Caller caller, String mediaId, MediaRule rule) {
        return find(caller.accountId(), mediaId)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(MEDIA_NOT_FOUND, "mediaId", UNKNOWN))
                .invoke(media -> requireKind(media, rule, "mediaId"));
    }

    /**
     * Those of the files that exist, by their ids, for messages that wait: each is kept as if it was uploaded when the
     * message is due.
     */
    public Uni<Map<String, Media>> hold(String accountId, Collection<String> mediaIds, Instant due) {
        List<String> possible = mediaIds.stream().filter(IdKind.MEDIA::matches).toList();
        return possible.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : repository.hold(accountId, possible, clock.instant(), due.plus(config.ttl()));
    }

    /** @throws ApiException {@code invalid_media_type}, {@code media_size_exceeded} when the file cannot be sent so */
    public static void requireKind(Media media, MediaRule rule, String field) {
        MediaInspector.requireType(rule, media.mimeType(), field);
        if (media.size() > rule.kind().maxSize()) {
            throw MediaInspector.tooLarge(rule.kind(), field);
        }
    }

    /** The caller's file. */
    public Uni<Media> get(Caller caller, String mediaId) {
        return find(caller.accountId(), mediaId).onItem().ifNull().failWith(() -> ApiException.of(MEDIA_NOT_FOUND));
    }

    /** All bytes of a file; each part is read when it is requested. */
    public Multi<Buffer> content(Media media) {
        return content(media, 0, media.size());
    }

    /** Some bytes of a file; each part is read when it is requested. */
    public Multi<Buffer> content(Media media, long offset, long length) {
        return stores.named(media.store()).read(media.blob(), offset, length);
    }

    /** Stores a file of any kind. */
    public Uni<Media> storeBytes(Caller caller, Buffer bytes, String filename) {
        return storeBytes(caller.accountId(), bytes, filename, MediaRule.of(MediaKind.DOCUMENT));
    }

    /** Stores a file that must follow the rule. */
    public Uni<Media> storeBytes(String accountId, Buffer bytes, String filename, MediaRule rule) {
        return storeStream(accountId, Multi.createFrom().item(bytes), filename, rule);
    }

    /** Stores a file of any kind. */
    public Uni<Media> storeStream(Caller caller, Multi<Buffer> content, String filename) {
        return storeStream(caller.accountId(), content, filename, MediaKind.DOCUMENT);
    }

    /** Stores a file that must be of the given kind; stops as soon as it is not, or is too large. */
    public Uni<Media> storeStream(String accountId, Multi<Buffer> content, String filename, MediaKind kind) {
        return storeStream(accountId, content, filename, MediaRule.of(kind));
    }

    /** Stores a file that must follow the rule; stops as soon as it does not, or is too large. */
    public Uni<Media> storeStream(String accountId, Multi<Buffer> content, String filename, MediaRule rule) {
        return store(accountId, content, () -> filename, rule);
    }

    /**
     * Stores a file, or finds the one with the same content and name.
     *
     * @param filename read when all content has arrived
     */
    public Uni<Media> store(String accountId, Multi<Buffer> content, Supplier<String> filename, MediaRule rule) {
        // runs to its end whoever waits for it: half a file is never left behind
        return BackgroundTasks.detached(write(accountId, content, filename, rule));
    }

    private Uni<Media> write(String accountId, Multi<Buffer> content, Supplier<String> filename, MediaRule rule) {
        String id = ids.next(IdKind.MEDIA);
        MediaStore store = stores.current();
        MediaRepository.Blob blob = new MediaRepository.Blob(id, store.name());
        MediaInspector intake = new MediaInspector(blocking, rule);
        return repository
                .begin(blob, clock.instant())
                .chain(() -> store.write(id, intake.inspected(content)))
                .chain(() -> blocking.run(() -> intake.found(filename.get())))
                .flatMap(found -> repository.keep(media(id, accountId, blob, found)))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.because(ErrorCode.INVALID_REQUEST, "The upload took too long."))
                .onFailure()
                .call(() -> discard(blob))
                .call(kept -> kept.blob().equals(id) ? Uni.createFrom().voidItem() : discard(blob));
    }

    private Media media(String id, String accountId, MediaRepository.Blob blob, MediaInspector.Found found) {
        Instant now = clock.instant();
        return new Media(
                id,
                accountId,
                blob.key(),
                blob.store(),
                found.filename(),
                found.mimeType(),
                found.size(),
                found.sha256(),
                now,
                now.plus(config.ttl()));
    }

    public Uni<Media> delete(Caller caller, String mediaId) {
        return (IdKind.MEDIA.matches(mediaId)
                        ? repository.remove(caller.accountId(), mediaId, clock.instant())
                        : Uni.createFrom().<Media>nullItem())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(MEDIA_NOT_FOUND))
                .call(media -> discard(new MediaRepository.Blob(media.blob(), media.store())));
    }

    /** Removes bytes without a file; if that fails, {@link MediaCleanupJob} does it later. */
    Uni<Void> discard(MediaRepository.Blob blob) {
        return BackgroundTasks.guard(
                "The removal of media bytes",
                repository
                        .doom(blob.key())
                        .flatMap(unwanted -> unwanted
                                ? stores.named(blob.store())
                                        .delete(blob.key())
                                        .chain(() -> repository.forget(blob.key()))
                                : Uni.createFrom().voidItem()));
    }

    /** The file of an account, or null. */
    public Uni<Media> find(String accountId, String mediaId) {
        return IdKind.MEDIA.matches(mediaId)
                ? repository.find(accountId, mediaId, clock.instant())
                : Uni.createFrom().nullItem();
    }
}
