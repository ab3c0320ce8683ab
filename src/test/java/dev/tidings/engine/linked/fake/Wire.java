package dev.tidings.engine.linked.fake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.impl.WebSocketInternal;
import java.time.Duration;

/** How the server's bytes reach one client: in pieces, late, only up to some byte, or not at all. On the loop alone. */
final class Wire {
    private static final int NEVER = -1;

    private final ServerWebSocket socket;
    private final FakeClock clock;
    private int piece = Integer.MAX_VALUE;
    private int fragment = Integer.MAX_VALUE;
    private Duration delay = Duration.ZERO;
    private int left = NEVER;
    private boolean silent;

    Wire(ServerWebSocket socket, FakeClock clock) {
        this.socket = socket;
        this.clock = clock;
    }

    /** Each WebSocket message holds so many bytes of the stream at most, whatever the frames in it. */
    void piece(int bytes) {
        piece = bytes;
    }

    /** Each WebSocket message comes in fragments of so many bytes. */
    void fragment(int bytes) {
        fragment = bytes;
    }

    void delay(Duration by) {
        delay = by;
    }

    /** After so many bytes more the connection is cut. */
    void cutAfter(int bytes) {
        left = bytes;
        if (bytes == 0) {
            cut();
        }
    }

    /** Nothing is written or read any more, while the connection stays open. */
    void freeze() {
        silent = true;
        socket.pause();
    }

    /** No farewell of the WebSocket's, as when a machine between the two goes away. */
    void cut() {
        Channel channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
        if (!channel.isOpen()) {
            return;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // A netty future; the socket's close handler hears of its end.
        ChannelFuture unused = channel.close();
    }

    void write(byte[] bytes) {
        if (delay.isZero()) {
            writeNow(bytes);
        } else {
            clock.after(delay, () -> writeNow(bytes));
        }
    }

    void close() {
        if (delay.isZero()) {
            closeNow();
        } else {
            clock.after(delay, this::closeNow);
        }
    }

    private void closeNow() {
        if (!silent && !socket.isClosed()) {
            socket.close();
        }
    }

    private void writeNow(byte[] bytes) {
        if (silent || socket.isClosed()) {
            return;
        }
        int end = left == NEVER ? bytes.length : Math.min(left, bytes.length);
        for (int at = 0; at < end; at += Math.min(piece, end - at)) {
            message(Buffer.buffer(Say.part(bytes, at, at + Math.min(piece, end - at))));
        }
        if (left != NEVER) {
            left -= end;
            if (left == 0) {
                silent = true;
                cut();
            }
        }
    }

    private void message(Buffer bytes) {
        if (bytes.length() <= fragment) {
            socket.writeBinaryMessage(bytes);
            return;
        }
        for (int at = 0; at < bytes.length(); at += fragment) {
            int end = Math.min(at + fragment, bytes.length());
            boolean last = end == bytes.length();
            Buffer part = bytes.slice(at, end);
            socket.writeFrame(
                    at == 0 ? WebSocketFrame.binaryFrame(part, last) : WebSocketFrame.continuationFrame(part, last));
        }
    }
}
