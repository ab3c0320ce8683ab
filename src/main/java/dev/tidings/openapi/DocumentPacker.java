package dev.tidings.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Packs the finished document, as JSON and as YAML, into two extensions of an otherwise empty one. Quarkus reads the
 * document of the build at each start, parses it and writes it anew in both forms, which takes a tenth of a start
 * (quarkus#54826); of this one it reads two strings. {@link DocumentRoute} serves what is packed. Runs last in the build.
 */
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = Integer.MIN_VALUE)
public class DocumentPacker implements OASFilter {
    static final String JSON = "x-packed-json";
    static final String YAML = "x-packed-yaml";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        SmallRyeOpenAPI whole = SmallRyeOpenAPI.builder()
                .withInitialModel(document)
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableAnnotationScan(false)
                .enableStandardFilter(false)
                .build();
        String json = pack(whole.toJSON());
        String yaml = pack(whole.toYAML());
        document.setPaths(OASFactory.createPaths());
        document.setWebhooks(null);
        document.setComponents(null);
        document.setTags(null);
        document.setSecurity(null);
        document.setServers(null);
        document.addExtension(JSON, json);
        document.addExtension(YAML, yaml);
    }

    private static String pack(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
}
