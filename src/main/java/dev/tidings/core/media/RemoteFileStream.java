package dev.tidings.core.media;

import dev.tidings.core.content.MediaKind;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.egress.BodySink;
import dev.tidings.platform.egress.EgressResult;
import dev.tidings.platform.egress.EgressResult.Fetched;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A file on its way from a host into a store. The host is read as fast as the store requests, one piece ahead; when
 * the store stops reading, the call ends.
 */
final class RemoteFileStream {
    private final MultiEmitter<? super Piece> store;
    private final MediaKind kind;
    private final AtomicReference<Piece> last = new AtomicReference<>();
    private volatile boolean over;

    private RemoteFileStream(MultiEmitter<? super Piece> store, MediaKind kind) {
        this.store = store;
        this.kind = kind;
    }

    /** @param fetch makes the call, once the file is requested */
    static Multi<Buffer> stream(Function<BodySink, Uni<Fetched>> fetch, MediaKind kind) {
        return Multi.createFrom()
                .<Piece>emitter(store -> new RemoteFileStream(store, kind).begin(fetch))
                .map(Piece::take);
    }

    private void begin(Function<BodySink, Uni<Fetched>> fetch) {
        store.onTermination(this::stop);
        BackgroundTasks.run(fetch.apply(this::write), this::end, this::fail);
    }

    private Uni<Void> write(Buffer bytes) {
        return Uni.createFrom().emitter(taken -> {
            Piece piece = new Piece(bytes, taken);
            last.set(piece);
            if (over) {
                piece.refuse();
            } else {
                store.emit(piece);
            }
        });
    }

    /** Ends the call: what the host still sends is not needed. */
    private void stop() {
        over = true;
        Piece piece = last.get();
        if (piece != null) {
            piece.refuse();
        }
    }

    private void end(Fetched outcome) {
        if (outcome instanceof Fetched.TooLarge) {
            fail(MediaInspector.tooLarge(kind, InlineMedia.FIELD));
        } else if (outcome instanceof Fetched.Status answer) {
            fail(inaccessible("The host answered with the status " + answer.code() + "; redirects are not followed."));
        } else if (outcome instanceof EgressResult.Failed failed) {
            fail(inaccessible(failed.reason()));
        } else {
            store.complete();
        }
    }

    private void fail(Throwable failure) {
        if (!over) {
            store.fail(failure);
        }
    }

    private static ApiException inaccessible(String reason) {
        return ApiException.of(ErrorCode.MEDIA_URL_INACCESSIBLE, InlineMedia.FIELD, reason);
    }

    /** @param taken completes when the store has requested the piece */
    private record Piece(Buffer bytes, UniEmitter<? super Void> taken) {
        Buffer take() {
            taken.complete(null);
            return bytes;
        }

        void refuse() {
            taken.fail(new CancellationException("the file is not wanted any more"));
        }
    }
}
