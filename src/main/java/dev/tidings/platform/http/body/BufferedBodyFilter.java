package dev.tidings.platform.http.body;

import dev.tidings.platform.http.route.FilterPriorities;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Hands the buffered body to Quarkus REST, which would otherwise find a request that is already read, and take it for empty. */
class BufferedBodyFilter {

    @ServerRequestFilter(priority = FilterPriorities.BUFFERED_BODY, nonBlocking = true)
    void filter(ContainerRequestContext request, RoutingContext ctx) {
        BufferedBody body = BufferedBody.of(ctx);
        if (body != null) {
            request.setEntityStream(new ByteBufInputStream(body.bytes().getByteBuf()));
        }
    }
}
