package dev.tidings.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.platform.http.route.FilterPriorities;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Serves the document that {@link DocumentPacker} packed: {@code /q/openapi}, as YAML unless {@code .json}, {@code ?format}
 * or {@code Accept} ask for JSON. It is unpacked per request, which is rare, rather than kept in memory.
 */
@Singleton
class DocumentRoute {
    private static final String PATH = "/q/openapi";

    private final OpenApiDocumentService documents;
    private final ObjectMapper mapper;
    private final boolean enabled;

    DocumentRoute(
            OpenApiDocumentService documents,
            ObjectMapper mapper,
            @ConfigProperty(name = "quarkus.smallrye-openapi.enabled", defaultValue = "true") boolean enabled) {
        this.documents = documents;
        this.mapper = mapper;
        this.enabled = enabled;
    }

    void install(@Observes Router router) {
        if (enabled) {
            for (String ending : new String[] {"", ".json", ".yaml", ".yml"}) {
                router.get(PATH + ending).order(FilterPriorities.BODY).handler(this::answer);
            }
        }
    }

    private void answer(RoutingContext ctx) {
        Format format = format(ctx);
        byte[] packed = packed(format);
        var response = ctx.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8");
        response.putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
        String accepted = ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            response.end(Buffer.buffer(packed));
        } else {
            response.end(Buffer.buffer(unpacked(packed)));
        }
    }

    private static Format format(RoutingContext ctx) {
        String path = ctx.normalizedPath();
        if (path.endsWith(".json")) {
            return Format.JSON;
        }
        if (!path.equals(PATH)) {
            return Format.YAML;
        }
        String asked = ctx.request().getParam("format");
        String accepted = ctx.request().getHeader(HttpHeaders.ACCEPT);
        boolean json = "json".equalsIgnoreCase(asked)
                || (asked == null && accepted != null && accepted.contains(Format.JSON.getMimeType()));
        return json ? Format.JSON : Format.YAML;
    }

    private byte[] packed(Format format) {
        try {
            JsonNode shell = mapper.readTree(documents.getDocument(OpenApiFilter.DEFAULT_DOCUMENT_NAME, Format.JSON));
            return Base64.getDecoder()
                    .decode(shell.path(format == Format.JSON ? DocumentPacker.JSON : DocumentPacker.YAML)
                            .asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unpacked(byte[] packed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
