package dev.tidings.platform.postgres;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/**
 * Closes connections whose server sends nothing for too long. The client alone would first send a message of farewell and
 * wait for an answer, which such a server never gives. So the connection is closed below the client in the pipeline; queries in
 * flight then fail as with any connection that breaks.
 */
final class ConnectionWatchdog {
    /** The handler of Vert.x that detects the idle time ({@code setIdleTimeout}). */
    private static final String IDLE_HANDLER = "idle";

    private ConnectionWatchdog() {}

    /** Called for each new connection of a pool; closing the connection gives it to the pool. */
    static void watch(SqlConnection connection) {
        SocketConnectionBase socket = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        ChannelPipeline pipeline = socket.socket().channelHandlerContext().pipeline();
        pipeline.addAfter(IDLE_HANDLER, "watchdog", new Watchdog());
        connection.close();
    }

    private static final class Watchdog extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof IdleStateEvent) {
                ChannelFuture unused = context.close();
            } else {
                super.userEventTriggered(context, event);
            }
        }
    }
}
