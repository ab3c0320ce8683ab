package dev.tidings.platform.http.json;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.body.BufferedBody;
import dev.tidings.platform.http.route.HttpConfig;
import dev.tidings.platform.http.route.JsonContentType;
import io.quarkus.arc.All;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** The only place where JSON bodies of requests are read. */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
@Consumes(MediaType.APPLICATION_JSON)
class JsonBodyReader implements ServerMessageBodyReader<Object> {
    private final JsonBinder binder;
    private final HttpConfig settings;
    private final List<OversizeBody> oversizeBodies;

    JsonBodyReader(JsonBinder binder, HttpConfig settings, @All List<OversizeBody> oversizeBodies) {
        this.binder = binder;
        this.settings = settings;
        this.oversizeBodies = oversizeBodies;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return isReadable(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return isReadable(type);
    }

    @Override
    public Object readFrom(Class<Object> type, Type generic, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        RoutingContext ctx = ((ResteasyReactiveRequestContext) context).unwrap(RoutingContext.class);
        JsonContentType.requireJson(ctx.request());
        BufferedBody body = BufferedBody.of(ctx);
        if (body == null) {
            return binder.read(context.getInputStream().readAllBytes(), generic);
        }
        if (body.tooLarge()) {
            throw tooLarge(type);
        }
        return binder.read(body.bytes().getBytes(), generic);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return binder.read(body.readAllBytes(), generic);
    }

    private ApiException tooLarge(Class<?> type) {
        String limit = "A JSON body holds at most " + (settings.maxBodySize().asLongValue() >> 20) + " MB";
        return oversizeBodies.stream()
                .flatMap(known -> known.refusal(type, limit).stream())
                .findFirst()
                .orElseGet(() -> ApiException.because(ErrorCode.INVALID_REQUEST, limit + "."));
    }

    private static boolean isReadable(Class<?> type) {
        return type != String.class && type != byte[].class && !InputStream.class.isAssignableFrom(type);
    }
}
