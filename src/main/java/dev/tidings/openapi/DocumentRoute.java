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
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Serves the document that {@link DocumentPacker} packed: {@code /q/openapi}, as YAML unless {@code .json}, {@code ?format}
 * or {@code Accept} ask for JSON. Kept in memory is the packed form, which most clients take as it is.
 */
@Singleton
class DocumentRoute {
    private static final String PATH = "/q/openapi";

    private final OpenApiDocumentService documents;
    private final ObjectMapper mapper;
    private final boolean enabled;

    /** The document packed, per format; null until somebody asks for it, as it is finished after this bean is made. */
    private volatile Map<Format, byte[]> packed;

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
        byte[] document = packed().get(format);
        var response = ctx.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8");
        response.putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
        String accepted = ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            response.end(Buffer.buffer(document));
        } else {
            response.end(Buffer.buffer(unpacked(document)));
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

    private Map<Format, byte[]> packed() {
        Map<Format, byte[]> known = packed;
        if (known == null) {
            known = read();
            packed = known;
        }
        return known;
    }

    private Map<Format, byte[]> read() {
        try {
            JsonNode shell = mapper.readTree(documents.getDocument(OpenApiFilter.DEFAULT_DOCUMENT_NAME, Format.JSON));
            return Map.of(
                    Format.JSON, decoded(shell, DocumentPacker.JSON),
                    Format.YAML, decoded(shell, DocumentPacker.YAML));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] decoded(JsonNode shell, String part) {
        return Base64.getDecoder().decode(shell.path(part).asText());
    }

    private static byte[] unpacked(byte[] packed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
