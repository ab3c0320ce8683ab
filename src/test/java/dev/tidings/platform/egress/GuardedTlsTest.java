package dev.tidings.platform.egress;

import static dev.tidings.platform.egress.EgressFixture.LIMITS;
import static dev.tidings.platform.egress.EgressFixture.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.egress.EgressResult.Fetched;
import dev.tidings.platform.egress.EgressResult.Unreachable;
import dev.tidings.platform.egress.EgressResult.Unreachable.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to an address, and the certificate must still be the name's. */
class GuardedTlsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final List<String> SERVER_NAMES = new CopyOnWriteArrayList<>();
    private static PfxOptions certificate;
    private static HttpServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException {
        certificate = selfSigned(folder.resolve("name.p12"), "dns:name.example,ip:127.0.0.3");
        HttpServerOptions options =
                new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate);
        server = listen(options);
    }

    private static HttpServer listen(HttpServerOptions options) {
        return VERTX.createHttpServer(options)
                .requestHandler(request -> {
                    Optional.ofNullable(request.connection().indicatedServerName())
                            .ifPresent(SERVER_NAMES::add);
                    request.response().end("hello");
                })
                .listen(0, "0.0.0.0")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aSelfSignedCertificateIsRefused() {
        try (EgressFixture egress = new EgressFixture().resolving("127.0.0.1")) {
            assertEquals(new Unreachable(Kind.TLS), fetch(egress, "https://name.example:" + server.actualPort()));
        }
    }

    @Test
    void aTrustedCertificateMustBeOfTheName() {
        SERVER_NAMES.clear();
        try (EgressFixture egress = trusting().resolving("127.0.0.1")) {
            assertInstanceOf(Fetched.Ok.class, fetch(egress, "https://name.example:" + server.actualPort()));
            assertEquals(List.of("name.example"), SERVER_NAMES);
            assertEquals(new Unreachable(Kind.TLS), fetch(egress, "https://other.example:" + server.actualPort()));
            assertEquals(new Unreachable(Kind.TLS), fetch(egress, "https://127.0.0.1:" + server.actualPort()));
            assertInstanceOf(Fetched.Ok.class, fetch(egress, "https://127.0.0.3:" + server.actualPort()));
        }
    }

    @Test
    void anAuthorityOfTheOperatorIsTrustedBesideThePublicOnes(@TempDir Path folder) throws Exception {
        EgressTrust trust = TestPolicy.trusting(pem(folder));
        try (EgressFixture egress = new EgressFixture(GuardedHttpClient.options(trust)).resolving("127.0.0.1")) {
            assertInstanceOf(Fetched.Ok.class, fetch(egress, "https://name.example:" + server.actualPort()));
            assertEquals(new Unreachable(Kind.TLS), fetch(egress, "https://other.example:" + server.actualPort()));
        }
        X509TrustManager manager = (X509TrustManager)
                trust.options().orElseThrow().getTrustManagerFactory(VERTX).getTrustManagers()[0];
        assertTrue(manager.getAcceptedIssuers().length > 10);
    }

    @Test
    void aBadFileOfAuthoritiesEndsTheStartWithOneLine(@TempDir Path folder) throws IOException {
        assertEquals("cannot be read.", refusal(folder.resolve("missing.pem")));
        assertEquals("cannot be read.", refusal(folder));
        Path file = folder.resolve("a.pem");
        Files.writeString(file, "nothing");
        assertEquals("holds no certificate in the form PEM.", refusal(file));
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertEquals("holds a certificate that cannot be read.", refusal(file));
    }

    private static String refusal(Path file) {
        Throwable failure = assertThrows(IllegalStateException.class, () -> TestPolicy.trusting(file));
        String start = "The file of tidings.egress.trust, " + file + ", ";
        String line = failure.getCause().getMessage();
        assertTrue(line.startsWith(start), line);
        return line.substring(start.length());
    }

    /** What an operator has of the server's authority: text around it does no harm. */
    private static Path pem(Path folder) throws Exception {
        KeyStore store = KeyStore.getInstance(Path.of(certificate.getPath()).toFile(), "changeit".toCharArray());
        String base64 =
                Base64.getMimeEncoder().encodeToString(store.getCertificate("a").getEncoded());
        return Files.writeString(
                folder.resolve("ca.pem"),
                "Our own\n-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void aServerWithoutTlsIsRefused() {
        HttpServer plain = listen(new HttpServerOptions());
        try (EgressFixture egress = new EgressFixture()) {
            assertEquals(new Unreachable(Kind.TLS), fetch(egress, "https://127.0.0.1:" + plain.actualPort()));
        }
    }

    @Test
    void aServerThatNeverShakesHandsEndsInTime() throws Exception {
        try (EgressFixture egress = new EgressFixture();
                MisbehavingServer mute = MisbehavingServer.that(client -> {})) {
            CallLimits brief = CallLimits.within(Duration.ofMillis(300), 1000);

            assertInstanceOf(EgressResult.Failed.class, fetch(egress, "https://127.0.0.1:" + mute.port(), brief));
        }
    }

    /** The JDK makes certificates by its tool only. */
    private static PfxOptions selfSigned(Path store, String names) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=test",
                "-ext",
                "san=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return new PfxOptions().setPath(store.toString()).setPassword("changeit");
    }

    private static EgressFixture trusting() {
        return new EgressFixture(GuardedHttpClient.options().setTrustOptions(certificate));
    }

    private static Fetched fetch(EgressFixture egress, String url) {
        return fetch(egress, url, LIMITS);
    }

    private static Fetched fetch(EgressFixture egress, String url, CallLimits limits) {
        return egress.client
                .fetch(url, limits, piece -> Uni.createFrom().voidItem())
                .await()
                .atMost(PATIENCE);
    }
}
