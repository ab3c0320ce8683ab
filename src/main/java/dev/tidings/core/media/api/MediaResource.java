package dev.tidings.core.media.api;

import static dev.tidings.platform.error.ErrorCode.INVALID_MEDIA_TYPE;
import static dev.tidings.platform.error.ErrorCode.MEDIA_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.MEDIA_SIZE_EXCEEDED;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MediaRule;
import dev.tidings.core.media.Media;
import dev.tidings.core.media.MediaConfig;
import dev.tidings.core.media.MediaService;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.StreamedResponse;
import dev.tidings.platform.http.body.StreamingOperation;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Files, to be sent or received. */
@SurvivesDisconnect
@Path("/v1/media")
@Tag(name = "Media", description = "Files, to be sent or received")
@Produces(MediaType.APPLICATION_JSON)
class MediaResource {
    private static final String PATH = "/v1/media";
    private static final String BINARY = MediaType.APPLICATION_OCTET_STREAM;

    private final CurrentCaller caller;
    private final MediaService media;
    private final MediaConfig config;
    private final Vertx vertx;

    MediaResource(CurrentCaller caller, MediaService media, MediaConfig config, Vertx vertx) {
        this.caller = caller;
        this.media = media;
        this.config = config;
        this.vertx = vertx;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @ResponseStatus(201)
    @RequiresScope(Scope.MEDIA_WRITE)
    @FailsWith({INVALID_MEDIA_TYPE, MEDIA_SIZE_EXCEEDED})
    @Operation(
            summary = "Upload a file",
            description =
                    "The file as the body, or as the part 'file' of a form. Its bytes decide what it is: programs, scripts,"
                            + " HTML and SVG are refused. The same file again, under the same name, is the same mediaId, kept for longer.")
    @RequestBody(
            content = {
                @Content(mediaType = BINARY, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema =
                                @Schema(
                                        type = SchemaType.OBJECT,
                                        properties = {
                                            @SchemaProperty(name = "file", type = SchemaType.STRING, format = "binary"),
                                            @SchemaProperty(name = "filename", type = SchemaType.STRING)
                                        }))
            })
    public Uni<ApiResponse<MediaView>> uploadMedia(
            @Parameter(description = "A name for the file", example = "menu.pdf") @QueryParam("filename")
                    String filename,
            @Parameter(hidden = true) HttpServerRequest request) {
        Caller owner = caller.get();
        return UploadReader.read(request, filename, vertx, config)
                .flatMap(upload -> media.store(
                        owner.accountId(), upload.content(), upload.filename(), MediaRule.of(MediaKind.DOCUMENT)))
                .map(MediaView::of)
                .map(ApiResponse::of);
    }

    @GET
    @Path("/{mediaId}")
    @Produces(MediaType.WILDCARD)
    @RequiresScope(Scope.MEDIA_READ)
    @FailsWith(MEDIA_NOT_FOUND)
    @Operation(
            summary = "Download a file",
            description = "All of it, or one range of bytes. The ETag is the SHA-256 of the whole file.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = BINARY, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "206",
            description = "The range that was asked for",
            content = @Content(mediaType = BINARY, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "The client has it already")
    public Uni<Response> downloadMedia(
            String mediaId,
            @HeaderParam("Range") String range,
            @HeaderParam("If-Range") String ifRange,
            @HeaderParam("If-None-Match") String ifNoneMatch) {
        return media.get(caller.get(), mediaId).map(file -> {
            if (Answers.isKnown(ifNoneMatch, file)) {
                return Answers.unchanged(file);
            }
            RangeParams part = RangeParams.of(range, ifRange, Answers.etag(file), file.size());
            return Answers.whole(file, part, media.content(file, part.offset(), part.length()));
        });
    }

    @DELETE
    @Path("/{mediaId}")
    @RequiresScope(Scope.MEDIA_WRITE)
    @FailsWith(MEDIA_NOT_FOUND)
    @Operation(summary = "Delete a file", description = "Messages that were sent with it are not affected.")
    public Uni<ApiResponse<MediaView>> deleteMedia(String mediaId) {
        return media.delete(caller.get(), mediaId).map(MediaView::of).map(ApiResponse::of);
    }

    /** Uploads arrive unread: they are larger than the limit for bodies in memory. */
    @Singleton
    static class Streamed implements StreamingOperation {
        @Override
        public boolean streams(HttpMethod method, String path) {
            return method == HttpMethod.POST && (path.equals(PATH) || path.equals(PATH + "/"));
        }
    }

    /** A file as an answer, with headers for reading it in parts, and headers that keep browsers from running it. */
    private static final class Answers {
        private Answers() {}

        static String etag(Media media) {
            return '"' + media.sha256() + '"';
        }

        /** Whether the client has this file already. */
        static boolean isKnown(String ifNoneMatch, Media media) {
            return ifNoneMatch != null && (ifNoneMatch.strip().equals("*") || ifNoneMatch.contains(etag(media)));
        }

        static Response unchanged(Media media) {
            return Response.status(Response.Status.NOT_MODIFIED)
                    .header(HttpHeaders.ETAG, etag(media))
                    .build();
        }

        static Response whole(Media media, RangeParams range, Multi<Buffer> bytes) {
            Response.ResponseBuilder answer = Response.status(range.partial() ? 206 : 200)
                    .entity(new StreamedResponse(bytes, range.length()))
                    .header(HttpHeaders.CONTENT_TYPE, media.mimeType())
                    .header(HttpHeaders.CONTENT_LENGTH, range.length())
                    .header(HttpHeaders.CONTENT_DISPOSITION, disposition(media))
                    .header(HttpHeaders.ETAG, etag(media))
                    .header(HttpHeaders.CACHE_CONTROL, "private")
                    .header("Accept-Ranges", "bytes")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Content-Security-Policy", "default-src 'none'; sandbox");
            if (range.partial()) {
                answer.header("Content-Range", range.header(media.size()));
            }
            return answer.build();
        }

        /** In both forms of RFC 6266: one for clients that know only ASCII, one with the unchanged name. */
        private static String disposition(Media media) {
            String name = media.filename() == null ? media.id() : media.filename();
            String ascii = name.replaceAll("[^\\x20-\\x7e]", "_");
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("*", "%2A");
            return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
        }
    }
}
