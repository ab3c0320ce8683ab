package dev.tidings.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.ApiClient;
import dev.tidings.support.TidingsProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest file through a service whose memory could not hold it twice. */
@Tag("full")
class LargeMediaIT {
    private static final int MEGABYTES = 100;

    @TempDir
    static Path folder;

    private static Path file;

    @BeforeAll
    static void make() throws IOException {
        file = folder.resolve("large.bin");
        Random random = new Random(7);
        byte[] part = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(part);
                out.write(part);
            }
        }
    }

    @AfterAll
    static void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "postgres"})
    void passesALargeFileThroughLittleMemory(String store) throws Exception {
        try (TidingsProcess service = TidingsProcess.builder()
                .jvmOption("-Xmx128m")
                .property("tidings.media.store", store)
                .start()) {
            ApiClient client = service.client();
            String sha256 = sha256(Files.newInputStream(file));
            ApiClient.Answer stored = client.send(client.request("/v1/media?filename=large.bin")
                            .header("Content-Type", "application/octet-stream")
                            .POST(BodyPublishers.ofFile(file)))
                    .requireStatus(201);
            assertEquals(sha256, stored.data().path("sha256").asText());
            assertEquals((long) MEGABYTES << 20, stored.data().path("size").asLong());

            HttpResponse<InputStream> download = HttpClient.newHttpClient()
                    .send(
                            client.request("/v1/media/"
                                            + stored.data().path("mediaId").asText())
                                    .build(),
                            BodyHandlers.ofInputStream());
            assertEquals(200, download.statusCode());
            assertEquals(sha256, sha256(download.body()));
        }
    }

    private static String sha256(InputStream bytes) {
        try (DigestInputStream in = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
