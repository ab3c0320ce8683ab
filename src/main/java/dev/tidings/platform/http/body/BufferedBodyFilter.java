package dev.tidings.platform.http.body;

import dev.tidings.platform.http.route.FilterPriorities;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Hands the gathered body to Quarkus REST, which would find the request read to its end and take it for empty. */
class BufferedBodyFilter {

    @ServerRequestFilter(priority = FilterPriorities.GATHERED_BODY, nonBlocking = true)
    void filter(ContainerRequestContext request, RoutingContext ctx) {
        BufferedBody body = BufferedBody.of(ctx);
        if (body != null) {
            request.setEntityStream(new ByteBufInputStream(body.bytes().getByteBuf()));
        }
    }
}
