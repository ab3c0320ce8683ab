package dev.tidings.platform.http.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Hands buffered bodies to operations that need the bytes, whatever the content type. */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
class RawBodyReader implements ServerMessageBodyReader<RawBody> {

    @Override
    public boolean isReadable(Class<?> type, Type generic, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return type == RawBody.class;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == RawBody.class;
    }

    @Override
    public RawBody readFrom(Class<RawBody> type, Type generic, MediaType mediaType, ServerRequestContext context) {
        return new RawBody(BufferedBody.of(((ResteasyReactiveRequestContext) context).unwrap(RoutingContext.class)));
    }

    @Override
    public RawBody readFrom(
            Class<RawBody> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return new RawBody(BufferedBody.whole(Buffer.buffer(body.readAllBytes())));
    }
}
