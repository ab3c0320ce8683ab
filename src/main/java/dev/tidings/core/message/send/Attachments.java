package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.AttachedFile;
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
     * The message with its files: found, decoded or fetched. One without files does not change.
     *
     * @param engine the engine that is to send it, which may accept fewer types of file than others
     * @throws ApiException {@code media_not_found}, {@code media_url_inaccessible}, {@code media_size_exceeded},
     *     {@code invalid_media_type}, {@code invalid_request}
     */
    Uni<NewMessage> attach(Caller caller, String engine, NewMessage message) {
        return each(parts(engine, message, ""), part -> stored(caller, part))
                .call(files -> files.isEmpty() || message.sendAt() == null
                        ? Uni.createFrom().voidItem()
                        : media.hold(caller.accountId(), ids(files), message.sendAt()))
                .map(files -> message.saying(message.content().with(files)));
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
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            parts.addAll(parts(engine, all.get(i), paths.get(i)));
        }
        List<String> ids = ids(parts.stream().map(Part::wanted).toList());
        return media.hold(caller.accountId(), ids, clock.instant())
                .map(stored -> parts.stream().map(part -> found(part, stored)).toList())
                .flatMap(found -> each(found, this::unpack))
                .flatMap(unpacked -> each(unpacked, part -> keep(caller, part)))
                .map(files -> saying(all, files));
    }

    /**
     * One file of a message.
     *
     * @param wanted what the client gave, and later the file that is stored for it
     * @param path where it stands, the prefix of the names of its fields
     * @param inline the file in the request itself, or null
     * @param bytes that file once it is decoded
     */
    private record Part(MessageContent.Media wanted, String path, String inline, MediaRule rule, Buffer bytes) {
        Part saying(MessageContent.Media whole) {
            return new Part(whole, path, inline, rule, bytes);
        }

        Part decoded(Buffer file) {
            return new Part(wanted, path, inline, rule, file);
        }
    }

    private List<Part> parts(String engine, NewMessage message, String path) {
        List<AttachedFile> files = message.content().files();
        List<Part> parts = new ArrayList<>(files.size());
        for (int i = 0; i < files.size(); i++) {
            MessageContent.Media wanted = files.get(i).media();
            parts.add(new Part(
                    wanted,
                    path + files.get(i).path(),
                    message.inline().get(i),
                    engines.rule(engine, wanted.mediaType()),
                    null));
        }
        return parts;
    }

    private Uni<MessageContent.Media> stored(Caller caller, Part part) {
        return at(part.path(), file(caller, part.wanted(), part.inline(), part.rule()))
                .map(file -> whole(part.wanted(), file));
    }

    private Uni<Media> file(Caller caller, MessageContent.Media wanted, String packed, MediaRule rule) {
        if (wanted.mediaId() != null) {
            return media.require(caller, wanted.mediaId(), rule);
        }
        return wanted.mediaUrl() != null
                ? fetcher.fetch(caller.accountId(), wanted.mediaUrl(), wanted.filename(), rule)
                : inline.store(caller.accountId(), packed, wanted.filename(), rule);
    }

    private static Part found(Part part, Map<String, Media> stored) {
        if (part.wanted().mediaId() == null) {
            return part;
        }
        String field = part.path() + "mediaId";
        Media file = stored.get(part.wanted().mediaId());
        if (file == null) {
            throw ApiException.of(ErrorCode.MEDIA_NOT_FOUND, field, MediaService.UNKNOWN);
        }
        MediaService.requireKind(file, part.rule(), field);
        return part.saying(whole(part.wanted(), file));
    }

    private Uni<Part> unpack(Part part) {
        return part.inline() == null
                ? Uni.createFrom().item(part)
                : at(part.path(), inline.unpack(part.inline(), part.rule())).map(part::decoded);
    }

    private Uni<MessageContent.Media> keep(Caller caller, Part part) {
        return part.bytes() == null
                ? Uni.createFrom().item(part.wanted())
                : at(
                                part.path(),
                                inline.keep(
                                        caller.accountId(),
                                        part.bytes(),
                                        part.wanted().filename(),
                                        part.rule()))
                        .map(file -> whole(part.wanted(), file));
    }

    /** Gives each message as many of the files, in turn, as it has. */
    private static List<NewMessage> saying(List<NewMessage> all, List<MessageContent.Media> files) {
        List<NewMessage> whole = new ArrayList<>(all.size());
        int next = 0;
        for (NewMessage message : all) {
            int end = next + message.content().files().size();
            whole.add(message.saying(message.content().with(files.subList(next, end))));
            next = end;
        }
        return whole;
    }

    private static List<String> ids(List<MessageContent.Media> files) {
        return files.stream()
                .map(MessageContent.Media::mediaId)
                .filter(id -> id != null)
                .distinct()
                .toList();
    }

    /** Puts the path in front of the field that a failure names. */
    private static <T> Uni<T> at(String path, Uni<T> work) {
        return path.isEmpty()
                ? work
                : work.onFailure(ApiException.class).transform(failure -> in(path, (ApiException) failure));
    }

    private static ApiException in(String path, ApiException failure) {
        return failure.at(path + failure.details().map(ErrorDetails::field).orElse(InlineMedia.FIELD));
    }

    public static MessageContent.Media whole(MessageContent.Media wanted, Media file) {
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
