package dev.tidings.platform.http.body;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/** A stream from a client that fails when nothing arrives for too long, or when the whole takes too long. */
public final class TimeoutReadStream implements ReadStream<Buffer> {
    private final ReadStream<Buffer> stream;
    private final Vertx vertx;
    private final long idleNanos;
    private final long deadline;
    private final long timer;
    private Handler<Throwable> onFailure = ignored -> {};
    private long wanted;
    private long waitingSince;
    private boolean finished;

    public TimeoutReadStream(ReadStream<Buffer> stream, Vertx vertx, Duration idle, Duration whole) {
        this.stream = stream;
        this.vertx = vertx;
        this.idleNanos = idle.toNanos();
        this.waitingSince = System.nanoTime();
        this.deadline = waitingSince + whole.toNanos();
        this.timer = vertx.setPeriodic(Math.max(1, idle.toMillis() / 4), fired -> inspect());
    }

    private void inspect() {
        long now = System.nanoTime();
        // a client is not late while nothing is requested from it
        if (now > deadline || (wanted > 0 && now - waitingSince > idleNanos)) {
            fail(ApiException.because(ErrorCode.INVALID_REQUEST, "The body did not arrive in time."));
        }
    }

    /** Ends the stream with a failure from elsewhere; it emits nothing more. */
    public void fail(Throwable failure) {
        if (!finished) {
            end();
            onFailure.handle(failure);
        }
    }

    private void end() {
        finished = true;
        vertx.cancelTimer(timer);
    }

    @Override
    public TimeoutReadStream exceptionHandler(Handler<Throwable> handler) {
        onFailure = handler == null ? ignored -> {} : handler;
        stream.exceptionHandler(this::fail);
        return this;
    }

    @Override
    public TimeoutReadStream handler(Handler<Buffer> handler) {
        if (handler == null) {
            // the reader gave up
            end();
            return this;
        }
        stream.handler(part -> {
            waitingSince = System.nanoTime();
            wanted = wanted == Long.MAX_VALUE ? wanted : wanted - 1;
            if (!finished) {
                handler.handle(part);
            }
        });
        return this;
    }

    @Override
    public TimeoutReadStream endHandler(Handler<Void> handler) {
        stream.endHandler(done -> {
            if (!finished) {
                end();
                if (handler != null) {
                    handler.handle(done);
                }
            }
        });
        return this;
    }

    @Override
    public TimeoutReadStream pause() {
        wanted = 0;
        stream.pause();
        return this;
    }

    @Override
    public TimeoutReadStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public TimeoutReadStream fetch(long amount) {
        if (wanted == 0) {
            waitingSince = System.nanoTime();
        }
        wanted = wanted > Long.MAX_VALUE - amount ? Long.MAX_VALUE : wanted + amount;
        stream.fetch(amount);
        return this;
    }
}
