package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.MediaRule;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.Engines;
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

/** Stores the files of messages here before anything refers to them. */
@ApplicationScoped
public class Attachments {
    private final MediaService media;
    private final InlineMedia inline;
    private final MediaFetcher fetcher;
    private final Engines engines;
    private final Clock clock;

    Attachments(MediaService media, InlineMedia inline, MediaFetcher fetcher, Engines engines, Clock clock) {
        this.media = media;
        this.inline = inline;
        this.fetcher = fetcher;
        this.engines = engines;
        this.clock = clock;
    }

    /**
     * The message with its file: found, decoded or fetched. One without a file does not change.
     *
     * @param engine the engine that is to send it, which may accept fewer types of file than others
     * @throws ApiException {@code media_not_found}, {@code media_url_inaccessible}, {@code media_size_exceeded},
     *     {@code invalid_media_type}, {@code invalid_request}
     */
    Uni<NewMessage> attach(Caller caller, String engine, NewMessage message) {
        if (!(message.content() instanceof MessageContent.Media content)) {
            return Uni.createFrom().item(message);
        }
        return file(caller, content, message.inline(), engines.rule(engine, content.mediaType()))
                .call(file -> message.sendAt() == null
                        ? Uni.createFrom().voidItem()
                        : media.hold(caller.accountId(), List.of(file.id()), message.sendAt()))
                .map(file -> message.saying(whole(content, file)));
    }

    /**
     * The messages of a bulk with their files; those to be fetched are left for the turn of their message. Nothing is
     * stored before all are known to be valid.
     *
     * @param engine the engine that is to send them
     * @param paths for each message the prefix of the names of its fields
     * @throws ApiException as {@link #attach}, for the first wrong message
     */
    public Uni<List<NewMessage>> attachAll(Caller caller, String engine, List<NewMessage> all, List<String> paths) {
        return media.hold(caller.accountId(), storedIds(all), clock.instant())
                .map(found -> found(engine, all, paths, found))
                .flatMap(parts -> each(parts, this::unpack))
                .flatMap(parts -> each(parts, part -> keep(caller, part)));
    }

    /**
     * A message of a bulk, and its file once that is decoded.
     *
     * @param rule for its file; null for a message without one
     */
    private record Part(NewMessage message, String path, MediaRule rule, Buffer file) {}

    private Uni<Media> file(Caller caller, MessageContent.Media content, String packed, MediaRule rule) {
        if (content.mediaId() != null) {
            return media.require(caller, content.mediaId(), rule);
        }
        return content.mediaUrl() != null
                ? fetcher.fetch(caller.accountId(), content.mediaUrl(), content.filename(), rule)
                : inline.store(caller.accountId(), packed, content.filename(), rule);
    }

    private static List<String> storedIds(List<NewMessage> all) {
        return all.stream()
                .map(NewMessage::content)
                .filter(content -> content instanceof MessageContent.Media media && media.mediaId() != null)
                .map(content -> ((MessageContent.Media) content).mediaId())
                .distinct()
                .toList();
    }

    private List<Part> found(String engine, List<NewMessage> all, List<String> paths, Map<String, Media> stored) {
        List<Part> parts = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            NewMessage message = all.get(i);
            String path = paths.get(i);
            if (message.content() instanceof MessageContent.Media content) {
                MediaRule rule = engines.rule(engine, content.mediaType());
                NewMessage known =
                        content.mediaId() == null ? message : found(message, content, rule, path + "mediaId", stored);
                parts.add(new Part(known, path, rule, null));
            } else {
                parts.add(new Part(message, path, null, null));
            }
        }
        return parts;
    }

    private static NewMessage found(
            NewMessage message, MessageContent.Media content, MediaRule rule, String field, Map<String, Media> stored) {
        Media file = stored.get(content.mediaId());
        if (file == null) {
            throw ApiException.of(ErrorCode.MEDIA_NOT_FOUND, field, MediaService.UNKNOWN);
        }
        MediaService.requireKind(file, rule, field);
        return message.saying(whole(content, file));
    }

    private Uni<Part> unpack(Part part) {
        NewMessage message = part.message();
        return message.inline() == null
                ? Uni.createFrom().item(part)
                : inline.unpack(message.inline(), part.rule())
                        .map(file -> new Part(message, part.path(), part.rule(), file))
                        .onFailure(ApiException.class)
                        .transform(failure -> in(part.path(), (ApiException) failure));
    }

    private Uni<NewMessage> keep(Caller caller, Part part) {
        if (part.file() == null) {
            return Uni.createFrom().item(part.message());
        }
        MessageContent.Media content = (MessageContent.Media) part.message().content();
        return inline.keep(caller.accountId(), part.file(), content.filename(), part.rule())
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
