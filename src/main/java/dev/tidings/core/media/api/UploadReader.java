package dev.tidings.core.media.api;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.media.MediaConfig;
import dev.tidings.core.media.MediaInspector;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.body.StreamingOperation;
import dev.tidings.platform.http.body.TimeoutReadStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The content of an upload: the unchanged body, or the one file of a form.
 *
 * @param filename as the client gave it; final only when all content has arrived
 */
record UploadReader(Multi<Buffer> content, Supplier<String> filename) {
    private static final String FILE = "file";
    private static final String FILENAME = "filename";
    private static final long FORM_OVERHEAD = 64 * 1024;

    /**
     * Reads the start of a request whose body was not read before.
     *
     * @param filename from the query, or null
     */
    static Uni<UploadReader> read(HttpServerRequest request, String filename, Vertx vertx, MediaConfig limits) {
        return Uni.createFrom().deferred(() -> {
            boolean form = isForm(request);
            refuseTooLarge(request, MediaKind.DOCUMENT.maxSize() + (form ? FORM_OVERHEAD : 0));
            Reading reading = new Reading(request, filename, vertx, limits);
            return form ? reading.form() : Uni.createFrom().item(reading.raw());
        });
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Refuses by the announced length, so that a client does not send 100 MB for nothing. */
    private static void refuseTooLarge(HttpServerRequest request, long limit) {
        String length = request.getHeader("Content-Length");
        if (length != null && Long.parseLong(length.strip()) > limit) {
            throw MediaInspector.tooLarge(MediaKind.DOCUMENT, FILE);
        }
    }

    private static ApiException invalid(String field, String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, field, reason);
    }

    /** A request while it is being read; only used on its event loop. */
    private static final class Reading {
        private final HttpServerRequest request;
        private final String filename;
        private final Vertx vertx;
        private final MediaConfig limits;
        private final Promise<Void> end = Promise.promise();
        private TimeoutReadStream file;

        Reading(HttpServerRequest request, String filename, Vertx vertx, MediaConfig limits) {
            this.request = request;
            this.filename = filename;
            this.vertx = vertx;
            this.limits = limits;
        }

        UploadReader raw() {
            if (request.isEnded()) {
                return new UploadReader(Multi.createFrom().empty(), () -> null);
            }
            StreamingOperation.begin(request);
            return new UploadReader(stream(patient(request)), () -> filename);
        }

        Uni<UploadReader> form() {
            try {
                request.setExpectMultipart(true);
            } catch (RuntimeException unreadable) {
                throw invalid("Content-Type", "The form needs a boundary.");
            }
            Promise<UploadReader> first = Promise.promise();
            request.uploadHandler(upload -> take(upload, first));
            request.exceptionHandler(failure -> {
                first.tryFail(malformed(failure));
                end.tryFail(malformed(failure));
                if (file != null) {
                    // the part is not notified when its request breaks off
                    file.fail(failure);
                }
            });
            request.endHandler(done -> {
                first.tryFail(invalid(FILE, "The form needs one file in the part 'file'."));
                end.tryComplete();
            });
            StreamingOperation.begin(request);
            request.resume();
            return patiently(first);
        }

        private void take(HttpServerFileUpload upload, Promise<UploadReader> first) {
            boolean fits = file == null && FILE.equals(upload.name());
            if (!fits) {
                ApiException refusal = file != null
                        ? invalid(FILE, "The form takes one file only.")
                        : invalid(upload.name(), "Send the file in the part 'file'.");
                first.tryFail(refusal);
                end.tryFail(refusal);
                upload.handler(ignored -> {});
                return;
            }
            file = patient(upload.pause());
            Multi<Buffer> whole = Multi.createBy()
                    .concatenating()
                    .streams(
                            stream(file),
                            Multi.createFrom()
                                    .deferred(() -> patiently(end)
                                            .onItem()
                                            .transformToMulti(
                                                    done -> Multi.createFrom().empty())));
            first.tryComplete(new UploadReader(whole, () -> name(upload)));
        }

        private String name(HttpServerFileUpload upload) {
            String field = request.getFormAttribute(FILENAME);
            return field != null ? field : filename != null ? filename : upload.filename();
        }

        private TimeoutReadStream patient(ReadStream<Buffer> stream) {
            return new TimeoutReadStream(stream, vertx, limits.idleTimeout(), limits.uploadTimeout());
        }

        private static Multi<Buffer> stream(TimeoutReadStream stream) {
            return MultiHelper.toMulti(stream).onFailure().transform(Reading::malformed);
        }

        private <T> Uni<T> patiently(Promise<T> promise) {
            Duration idle = limits.idleTimeout();
            return Uni.createFrom()
                    .completionStage(() -> promise.future().toCompletionStage())
                    .ifNoItem()
                    .after(idle)
                    .failWith(
                            () -> ApiException.because(ErrorCode.INVALID_REQUEST, "The form did not arrive in time."));
        }

        /** A client that closed the connection is gone; any other failure of a stream is caused by its content. */
        private static Throwable malformed(Throwable failure) {
            return failure instanceof ApiException || failure instanceof VertxException
                    ? failure
                    : ApiException.because(ErrorCode.INVALID_REQUEST, "The body is malformed.");
        }
    }
}
