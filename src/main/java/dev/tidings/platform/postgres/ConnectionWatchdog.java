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
 * Cuts connections whose server says nothing for too long. Left to itself the client says goodbye first and waits for an
 * answer, which is just what such a server does not give. So the cut is made below it in the pipeline, where goodbyes do not
 * pass; queries under way then fail as with any connection that breaks.
 */
final class ConnectionWatchdog {
    /** The handler of Vert.x that notices the silence ({@code setIdleTimeout}). */
    private static final String NOTICING = "idle";

    private ConnectionWatchdog() {}

    /** For each new connection of a pool, which gets it back from here. */
    static void watch(SqlConnection connection) {
        SocketConnectionBase socket = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        ChannelPipeline pipeline = socket.socket().channelHandlerContext().pipeline();
        pipeline.addAfter(NOTICING, "cutting", new Cut());
        connection.close();
    }

    private static final class Cut extends ChannelInboundHandlerAdapter {
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
