package dev.tidings.core.media;

import static dev.tidings.support.Api.assertFailure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.access.auth.TestKeys;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MediaTest {
    private static final String UPLOAD = "/v1/media";
    private static final String FORM = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

    @Inject
    MovableClock clock;

    @Inject
    TestKeys keys;

    @Inject
    Pool pool;

    @Inject
    MediaCleanupJob keeper;

    private Api api;

    @BeforeEach
    void open() {
        api = Api.operator();
    }

    @Test
    void keepsAFileAndGivesItBack() throws Exception {
        byte[] file = Samples.png();
        String id = upload(file, "application/pdf", "?filename=menu.pdf")
                .then()
                .statusCode(201)
                .body("data.mediaId", matchesPattern("media_[0-9a-hjkmnp-tv-z]{26}"))
                .body("data.mimeType", equalTo("image/png"))
                .body("data.size", equalTo(file.length))
                .body("data.sha256", equalTo(sha256(file)))
                .body("data.filename", equalTo("menu.pdf"))
                .body("data.expiresAt", matchesPattern(".*Z"))
                .extract()
                .path("data.mediaId");
        Response download = api.get(UPLOAD + "/" + id);
        download.then()
                .statusCode(200)
                .header("Content-Type", "image/png")
                .header("Content-Length", String.valueOf(file.length))
                .header("ETag", '"' + sha256(file) + '"')
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", allOf(startsWith("attachment;"), containsString("\"menu.pdf\"")));
        assertArrayEquals(file, download.asByteArray());
    }

    @Test
    void takesAFileFromAForm() {
        byte[] file = Samples.text();
        Response answer = api.request()
                .multiPart("file", "letter.txt", file, "image/png")
                .multiPart("filename", "other.txt")
                .post(UPLOAD);
        answer.then()
                .statusCode(201)
                .body("data.mimeType", equalTo("text/plain"))
                .body("data.filename", equalTo("other.txt"))
                .body("data.size", equalTo(file.length));
        assertArrayEquals(file, api.get(UPLOAD + "/" + id(answer)).asByteArray());
        api.request()
                .multiPart("file", "letter.txt", Samples.text())
                .post(UPLOAD)
                .then()
                .body("data.filename", equalTo("letter.txt"));
    }

    @Test
    void takesOneFileAtATime() {
        assertFailure(
                api.request()
                        .multiPart("file", "a.txt", Samples.text())
                        .multiPart("file", "b.txt", Samples.text())
                        .post(UPLOAD),
                400,
                "invalid_request",
                "file");
        assertFailure(
                api.request().multiPart("photo", "a.txt", Samples.text()).post(UPLOAD),
                400,
                "invalid_request",
                "photo");
        assertFailure(api.request().multiPart("filename", "a.txt").post(UPLOAD), 400, "invalid_request", "file");
        assertNothingLeft();
    }

    @Test
    void refusesAnEmptyFile() {
        assertFailure(api.post(UPLOAD), 400, "invalid_request", "file");
        assertFailure(
                api.request().contentType("image/png").body(new byte[0]).post(UPLOAD), 400, "invalid_request", "file");
        assertFailure(
                api.request().multiPart("file", "a.txt", new byte[0]).post(UPLOAD), 400, "invalid_request", "file");
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            RawHttp.Answer answer = http.exchange("POST /v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + api.key() + "\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx");
            assertEquals("invalid_request", answer.code());
        }
        assertNothingLeft();
    }

    @Test
    void refusesWhatSomebodysMachineWouldRun() {
        for (byte[] file : new byte[][] {
            "<!DOCTYPE html><html><body>hi</body></html>".getBytes(UTF_8),
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".getBytes(UTF_8),
            "#!/bin/sh\nrm -rf /".getBytes(UTF_8),
            Samples.filled("7f454c4602010100000000000000000002003e0001000000", 600),
            Samples.filled("4d5a90000300000004000000ffff0000", 600),
            Samples.filled("cafebabe00000034", 600),
            Samples.zip("META-INF/MANIFEST.MF", "A.class"),
            Samples.zip("AndroidManifest.xml")
        }) {
            assertFailure(upload(file, "application/pdf", "?filename=menu.pdf"), 400, "invalid_media_type", "file");
        }
        assertFailure(upload(Samples.text(), "text/plain", "?filename=x.js"), 400, "invalid_media_type", "file");
        assertNothingLeft();
    }

    @Test
    void refusesAnAnnouncedSizeAtOnce() {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            RawHttp.Answer answer = http.exchange(head("text/plain") + "Content-Length: 104857601\r\n\r\n");
            assertEquals("media_size_exceeded", answer.code());
            api.documented().check("POST", "/v1/media", answer.status(), Optional.of(answer.code()));
            assertEquals("file", answer.field());
        }
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=b"})
    void stopsAtTheLimitWhileItReads(String type) {
        byte[] part = new byte[1 << 20];
        Arrays.fill(part, (byte) 'x');
        try (RawHttp http = new RawHttp(RestAssured.port, 60_000)) {
            http.send(head(type) + "Transfer-Encoding: chunked\r\n\r\n");
            if (type.startsWith("multipart")) {
                chunk(http, FORM.getBytes(UTF_8));
            }
            for (int i = 0; i < 101; i++) {
                chunk(http, part);
            }
            RawHttp.Answer answer = http.exchange("0\r\n\r\n");
            assertEquals("media_size_exceeded", answer.code());
            api.documented().check("POST", "/v1/media", answer.status(), Optional.of(answer.code()));
            // the connection can be used again
            assertEquals(
                    200,
                    http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n").status());
        }
        assertNothingLeft();
    }

    /** The request line and headers of an upload, without those for its length. */
    private String head(String type) {
        return "POST /v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + api.key() + "\r\nContent-Type: " + type
                + "\r\n";
    }

    private static void chunk(RawHttp http, byte[] bytes) {
        http.send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
    }

    @Test
    void isOneFileForOneContentAndAccount() {
        byte[] file = Samples.png();
        Response first = upload(file, "image/png", "");
        clock.advance(Duration.ofDays(1));
        Response again = upload(file, "image/png", "");
        again.then()
                .statusCode(201)
                .body("data.mediaId", equalTo(id(first)))
                .body("data.expiresAt", greaterThan(first.<String>path("data.expiresAt")));
        Api other = Api.withKey(keys.ofAnotherAccount());
        other.request()
                .contentType("image/png")
                .body(file)
                .post(UPLOAD)
                .then()
                .statusCode(201)
                .body("data.mediaId", not(equalTo(id(first))));
        assertNothingLeft();
    }

    @Test
    void isAFileOfItsOwnForEachName() {
        byte[] file = Samples.text();
        String one = id(upload(file, "text/plain", "?filename=One.txt"));
        String two = id(upload(file, "text/plain", "?filename=Two.txt")
                .then()
                .body("data.filename", equalTo("Two.txt"))
                .extract()
                .response());
        String none = id(upload(file, "text/plain", "")
                .then()
                .body("data", not(hasKey("filename")))
                .extract()
                .response());
        assertEquals(3, Set.of(one, two, none).size());
        assertEquals(two, id(upload(file, "text/plain", "?filename=Two.txt")));
        requireNamed(one, "One.txt");
        requireNamed(two, "Two.txt");
        requireNamed(none, none);
        assertNothingLeft();

        api.delete(UPLOAD + "/" + one).then().statusCode(200).body("data.filename", equalTo("One.txt"));
        assertFailure(api.get(UPLOAD + "/" + one), 404, "media_not_found");
        assertArrayEquals(file, api.get(UPLOAD + "/" + two).asByteArray());
        clock.advance(Duration.ofDays(29));
        upload(file, "text/plain", "?filename=Two.txt");
        clock.advance(Duration.ofDays(2));
        keeper.run().await().atMost(Duration.ofSeconds(10));
        assertFailure(api.get(UPLOAD + "/" + none), 404, "media_not_found");
        assertArrayEquals(file, api.get(UPLOAD + "/" + two).asByteArray());
        api.delete(UPLOAD + "/" + two).then().statusCode(200);
        assertNothingLeft();
    }

    @Test
    void keepsBytesThatAreNamedWhileTheyLoseTheirLastName() {
        byte[] file = Samples.text();
        String last = id(upload(file, "text/plain", "?filename=0.txt"));
        for (int i = 1; i <= 5; i++) {
            String path = UPLOAD + "/" + last;
            String name = "?filename=" + i + ".txt";
            CompletableFuture<Response> named = CompletableFuture.supplyAsync(() -> upload(file, "text/plain", name));
            api.delete(path).then().statusCode(200);
            last = id(named.join());
            assertArrayEquals(file, api.get(UPLOAD + "/" + last).asByteArray());
        }
        assertNothingLeft();
    }

    /** The last release writes only rows of the table {@code media}, and uses their ids, names and times. */
    @Test
    void knowsWhatAReplicaOfTheLastReleaseKeeps() {
        byte[] file = Samples.text();
        String id = id(upload(file, "text/plain", ""));
        String set = " FROM media WHERE id = '" + id + "'";
        String insert =
                "WITH gone AS (DELETE" + set + " RETURNING account_id, blob, store, size, created_at, expires_at)"
                        + " SELECT account_id, blob, store, size, created_at, expires_at FROM gone";
        Row old = pool.query(insert).executeAndAwait().iterator().next();
        assertFailure(api.get(UPLOAD + "/" + id), 404, "media_not_found");
        pool.preparedQuery(
                        "INSERT INTO media (id, account_id, blob, store, filename, mime_type, size, sha256, created_at,"
                                + " expires_at) VALUES ($1, $2, $3, $4, 'old.txt', 'text/plain', $5, $6, $7, $8)")
                .executeAndAwait(Tuple.tuple()
                        .addString(id)
                        .addValue(old.getValue("account_id"))
                        .addValue(old.getValue("blob"))
                        .addValue(old.getValue("store"))
                        .addValue(old.getValue("size"))
                        .addString("0".repeat(64))
                        .addValue(old.getValue("created_at"))
                        .addValue(old.getValue("expires_at")));
        requireNamed(id, "old.txt");
        assertArrayEquals(file, api.get(UPLOAD + "/" + id).asByteArray());
        api.delete(UPLOAD + "/" + id).then().statusCode(200);
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.png", "x.jpg", "x.pdf", "x.mp4", "x.ogg", "x"})
    void makesNothingOfBytesThatSayNothing(String name) {
        byte[] noise = Samples.filled("9c1e5ad7f3b2807746c8", 32);
        Arrays.fill(noise, 10, 32, (byte) 0x91);
        noise[31] = (byte) System.nanoTime();
        upload(noise, "image/png", "?filename=" + name)
                .then()
                .statusCode(201)
                .body("data.mimeType", equalTo("application/octet-stream"));
        api.request()
                .multiPart("file", name, noise, "image/png")
                .post(UPLOAD)
                .then()
                .statusCode(201)
                .body("data.mimeType", equalTo("application/octet-stream"));
    }

    private void requireNamed(String id, String name) {
        api.get(UPLOAD + "/" + id)
                .then()
                .statusCode(200)
                .header("Content-Disposition", startsWith("attachment; filename=\"" + name + "\""));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,1",
        "bytes=10-19,10,10",
        "bytes=590-,590,10",
        "bytes=-10,590,10",
        "bytes=0-9999,0,600",
        "bytes=-9999,0,600"
    })
    void givesARange(String range, int from, int length) {
        byte[] file = Samples.png();
        Response part = api.request().header("Range", range).get(UPLOAD + "/" + id(upload(file, "image/png", "")));
        part.then()
                .statusCode(206)
                .header("Content-Range", "bytes " + from + "-" + (from + length - 1) + "/600")
                .header("Content-Length", String.valueOf(length));
        assertArrayEquals(Arrays.copyOfRange(file, from, from + length), part.asByteArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=600-", "bytes=-", "bytes=5-4", "bytes=-0", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"})
    void refusesARangeThatThereIsNot(String range) {
        String path = UPLOAD + "/" + id(upload(Samples.png(), "image/png", ""));
        assertFailure(api.request().header("Range", range).get(path), 400, "invalid_request", "Range");
    }

    @Test
    void sendsOnlyWhatTheClientDoesNotHave() throws Exception {
        byte[] file = Samples.png();
        String path = UPLOAD + "/" + id(upload(file, "image/png", ""));
        String tag = '"' + sha256(file) + '"';
        api.request().header("If-None-Match", tag).get(path).then().statusCode(304);
        api.request()
                .header("Range", "bytes=0-1")
                .header("If-Range", tag)
                .get(path)
                .then()
                .statusCode(206);
        api.request()
                .header("Range", "bytes=0-1")
                .header("If-Range", "\"other\"")
                .get(path)
                .then()
                .statusCode(200);
    }

    @Test
    void tellsOfAFileWithoutSendingIt() {
        String path = UPLOAD + "/" + id(upload(Samples.png(), "image/png", ""));
        Response head = api.request().head(path);
        head.then().statusCode(200).header("Content-Length", "600").header("Content-Type", "image/png");
        assertEquals(0, head.asByteArray().length);
        assertEquals(404, api.request().head(UPLOAD + "/media_x").statusCode());
    }

    @Test
    void deletesAFile() {
        String path = UPLOAD + "/" + id(upload(Samples.png(), "image/png", ""));
        api.delete(path).then().statusCode(200);
        assertFailure(api.get(path), 404, "media_not_found");
        assertFailure(api.delete(path), 404, "media_not_found");
        assertNothingLeft();
    }

    @Test
    void showsFilesOfItsOwnAccountOnly() {
        String path = UPLOAD + "/" + id(upload(Samples.png(), "image/png", ""));
        Api other = Api.withKey(keys.ofAnotherAccount());
        assertFailure(other.get(path), 404, "media_not_found");
        assertFailure(other.delete(path), 404, "media_not_found");
        assertFailure(api.get(UPLOAD + "/nonsense"), 404, "media_not_found");
        api.get(path).then().statusCode(200);
    }

    @Test
    void forgetsAFileWhenItsTimeIsOver() {
        String path = UPLOAD + "/" + id(upload(Samples.png(), "image/png", ""));
        clock.advance(Duration.ofDays(30));
        assertFailure(api.get(path), 404, "media_not_found");
        assertFailure(api.delete(path), 404, "media_not_found");
        keeper.run().await().atMost(Duration.ofSeconds(10));
        assertEquals(0, count("SELECT count(*) FROM media WHERE id = '" + path.substring(path.length() - 32) + "'"));
        assertNothingLeft();
    }

    @Test
    void removesWhatACrashLeftHalfWritten() {
        pool.preparedQuery("INSERT INTO media_blob VALUES ('media_00000000000000000000000zzz', 'local', 'writing', $1)")
                .executeAndAwait(Tuple.of(SqlTimes.time(clock.instant())));
        keeper.run().await().atMost(Duration.ofSeconds(10));
        assertEquals(1, count("SELECT count(*) FROM media_blob WHERE state <> 'kept'"));
        clock.advance(Duration.ofHours(2));
        keeper.run().await().atMost(Duration.ofSeconds(10));
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd,passwd",
        "C:%5CWindows%5Cmenu.txt,menu.txt",
        "a%0D%0Ab%22c.txt,ab_c.txt",
        "%E2%80%AEtxt.exe.txt,txt.exe.txt",
        "..hidden.txt,hidden.txt",
        "Speisekarte%20f%C3%BCr%20%F0%9F%8D%95.txt,Speisekarte für 🍕.txt"
    })
    void makesNamesSafe(String sent, String kept) {
        String id = api.request()
                .urlEncodingEnabled(false)
                .contentType("text/plain")
                .body(Samples.text())
                .post(UPLOAD + "?filename=" + sent)
                .then()
                .statusCode(201)
                .body("data.filename", equalTo(kept))
                .extract()
                .path("data.mediaId");
        api.get(UPLOAD + "/" + id).then().header("Content-Disposition", startsWith("attachment; filename="));
    }

    @Test
    void namesNothingThatHasNoNameLeft() {
        upload(Samples.png(), "image/png", "?filename=../").then().body("data", not(hasKey("filename")));
        upload(Samples.png(), "image/png", "?filename=" + "x".repeat(500) + ".png")
                .then()
                .body("data.filename", equalTo("x".repeat(196) + ".png"));
    }

    @Test
    void leavesNothingBehindWhenTheClientHangsUp() {
        for (String type : new String[] {"text/plain", "multipart/form-data; boundary=b"}) {
            try (RawHttp http = new RawHttp(RestAssured.port)) {
                http.send(head(type) + "Content-Length: 10000000\r\n\r\n");
                if (type.startsWith("multipart")) {
                    http.send(FORM);
                }
                byte[] part = new byte[1 << 20];
                Arrays.fill(part, (byte) 'x');
                http.send(part);
                await().until(() -> count("SELECT count(*) FROM media_blob WHERE state = 'writing'") == 1);
            }
            assertNothingLeft();
        }
    }

    @Test
    void waitsForLeaveToSend() {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            String head = "POST /v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + api.key()
                    + "\r\nExpect: 100-continue\r\nContent-Type: text/plain\r\nContent-Length: ";
            assertEquals(100, http.exchange(head + "5\r\n\r\n").status());
            assertEquals(201, http.exchange("hello").status());
            assertEquals(
                    "media_size_exceeded",
                    http.exchange(head + "999999999\r\n\r\n").code());
        }
    }

    /** Every byte in the store belongs to a file. */
    private void assertNothingLeft() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertEquals(0, count("SELECT count(*) FROM media_blob WHERE state <> 'kept'"));
            assertEquals(count("SELECT count(*) FROM media WHERE store = 'local'"), files());
        });
    }

    private static long files() throws IOException {
        Path folder = Path.of(ConfigProvider.getConfig().getValue("tidings.data-dir", String.class), "media");
        if (Files.notExists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private long count(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
    }

    private Response upload(byte[] file, String type, String query) {
        return api.request().contentType(type).body(file).post(UPLOAD + query);
    }

    private static String id(Response answer) {
        return answer.then().statusCode(201).extract().path("data.mediaId");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
