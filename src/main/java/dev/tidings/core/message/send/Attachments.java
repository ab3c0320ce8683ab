package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.media.InlineMedia;
import dev.tidings.core.media.Media;
import dev.tidings.core.media.MediaFetcher;
import dev.tidings.core.media.MediaService;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.error.ErrorDetails;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Brings the files of messages here before anything refers to them. */
@ApplicationScoped
public class Attachments {
    private final MediaService media;
    private final InlineMedia inline;
    private final MediaFetcher fetcher;
    private final Clock clock;

    Attachments(MediaService media, InlineMedia inline, MediaFetcher fetcher, Clock clock) {
        this.media = media;
        this.inline = inline;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * The message with its file: found, unpacked or fetched. One without a file stays as it is.
     *
     * @throws ApiException {@code media_not_found}, {@code media_url_inaccessible}, {@code media_size_exceeded},
     *     {@code invalid_media_type}, {@code invalid_request}
     */
    Uni<NewMessage> attach(Caller caller, NewMessage message) {
        if (!(message.content() instanceof MessageContent.Media content)) {
            return Uni.createFrom().item(message);
        }
        return file(caller, content, message.inline())
                .call(file -> message.sendAt() == null
                        ? Uni.createFrom().voidItem()
                        : media.hold(caller.accountId(), List.of(file.id()), message.sendAt()))
                .map(file -> message.saying(whole(content, file)));
    }

    /**
     * The messages of a bulk with their files; those to be fetched are left for their turn. Nothing is kept before all have
     * turned out to be right.
     *
     * @param paths for each message what stands before the names of its fields
     * @throws ApiException as {@link #attach}, for the first that is at fault
     */
    public Uni<List<NewMessage>> attachAll(Caller caller, List<NewMessage> all, List<String> paths) {
        return media.hold(caller.accountId(), storedIds(all), clock.instant())
                .map(found -> found(all, paths, found))
                .flatMap(parts -> each(parts, this::unpack))
                .flatMap(parts -> each(parts, part -> keep(caller, part)));
    }

    /** A message of a bulk, and its file once that is unpacked. */
    private record Part(NewMessage message, String path, Buffer file) {}

    private Uni<Media> file(Caller caller, MessageContent.Media content, String packed) {
        if (content.mediaId() != null) {
            return media.require(caller, content.mediaId(), content.mediaType());
        }
        return content.mediaUrl() != null
                ? fetcher.fetch(caller.accountId(), content.mediaUrl(), content.filename(), content.mediaType())
                : inline.store(caller.accountId(), packed, content.filename(), content.mediaType());
    }

    private static List<String> storedIds(List<NewMessage> all) {
        return all.stream()
                .map(NewMessage::content)
                .filter(content -> content instanceof MessageContent.Media media && media.mediaId() != null)
                .map(content -> ((MessageContent.Media) content).mediaId())
                .distinct()
                .toList();
    }

    private static List<Part> found(List<NewMessage> all, List<String> paths, Map<String, Media> stored) {
        List<Part> parts = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            NewMessage message = all.get(i);
            String path = paths.get(i);
            boolean isStored = message.content() instanceof MessageContent.Media content && content.mediaId() != null;
            parts.add(new Part(isStored ? found(message, path + "mediaId", stored) : message, path, null));
        }
        return parts;
    }

    private static NewMessage found(NewMessage message, String field, Map<String, Media> stored) {
        MessageContent.Media content = (MessageContent.Media) message.content();
        Media file = stored.get(content.mediaId());
        if (file == null) {
            throw ApiException.of(ErrorCode.MEDIA_NOT_FOUND, field, MediaService.UNKNOWN);
        }
        MediaService.requireKind(file, content.mediaType(), field);
        return message.saying(whole(content, file));
    }

    private Uni<Part> unpack(Part part) {
        NewMessage message = part.message();
        return message.inline() == null
                ? Uni.createFrom().item(part)
                : inline.unpack(message.inline(), ((MessageContent.Media) message.content()).mediaType())
                        .map(file -> new Part(message, part.path(), file))
                        .onFailure(ApiException.class)
                        .transform(failure -> in(part.path(), (ApiException) failure));
    }

    private Uni<NewMessage> keep(Caller caller, Part part) {
        if (part.file() == null) {
            return Uni.createFrom().item(part.message());
        }
        MessageContent.Media content = (MessageContent.Media) part.message().content();
        return inline.keep(caller.accountId(), part.file(), content.filename(), content.mediaType())
                .map(file -> part.message().saying(whole(content, file)))
                .onFailure(ApiException.class)
                .transform(failure -> in(part.path(), (ApiException) failure));
    }

    private static ApiException in(String path, ApiException failure) {
        return failure.at(path + failure.details().map(ErrorDetails::field).orElse(InlineMedia.FIELD));
    }

    public static MessageContent whole(MessageContent.Media wanted, Media file) {
        return file.toContent(wanted.mediaType(), wanted.filename(), wanted.caption())
                .shownAs(wanted);
    }

    private static <A, B> Uni<List<B>> each(List<A> all, Function<A, Uni<B>> step) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .collect()
                .asList();
    }
}
