package dev.tidings.core.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.content.MediaKind;
import dev.tidings.platform.egress.CallLimits;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeDetectorTest {
    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    @ParameterizedTest
    @CsvSource({
        "ffd8ffe000104a464946,image/jpeg",
        "89504e470d0a1a0a0000000d49484452,image/png",
        "524946460000000057454250,image/webp",
        "fff15080,audio/aac",
        "2321414d520a,audio/amr",
        "fffb9064,audio/mpeg",
        "494433030000000000,audio/mpeg",
        "4f6767530002000000000000000000000000000000000000000001134f70757348656164,audio/ogg",
        "255044462d312e37,application/pdf"
    })
    void tellsTypesByTheirFirstBytes(String beginning, String type) {
        assertEquals(type, MediaTypeDetector.of(Buffer.buffer(Samples.filled(beginning, 600))));
    }

    @ParameterizedTest
    @CsvSource({"isom,video/mp4", "mp42,video/mp4", "3gp4,video/3gpp", "'M4A ',audio/mp4"})
    void tellsMp4ByItsBrand(String brand, String type) {
        assertEquals(type, MediaTypeDetector.of(Buffer.buffer(Samples.mp4(brand))));
    }

    @Test
    void tellsDocumentsByWhatIsInThem() {
        assertEquals(
                DOCX, MediaTypeDetector.of(Buffer.buffer(Samples.zip("[Content_Types].xml", "word/document.xml"))));
        assertEquals("application/zip", MediaTypeDetector.of(Buffer.buffer(Samples.zip("a.txt"))));
    }

    @Test
    void hearsANameOnlyWhereItIsMoreExact() {
        Buffer text = Buffer.buffer(Samples.text());
        assertEquals("text/csv", MediaTypeDetector.refined("text/plain", "list.csv", text));
        assertEquals("text/plain", MediaTypeDetector.refined("text/plain", "list.png", text));
        Buffer picture = Buffer.buffer(Samples.png());
        assertEquals("image/png", MediaTypeDetector.refined("image/png", "menu.pdf", picture));
        assertEquals("image/png", MediaTypeDetector.refined("image/png", "menu.html", picture));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.png", "x.jpg", "x.mp4", "x.mp3", "x.pdf", "x.docx", "x.webp", "x"})
    void makesNothingOfBytesThatSayNothing(String name) {
        Buffer noise = Buffer.buffer(Samples.filled("9c1e5ad7f3b2807746c8", 600));
        String type = MediaTypeDetector.of(noise);
        assertEquals("application/octet-stream", type);
        assertEquals(type, MediaTypeDetector.refined(type, name, noise));
    }

    @Test
    void makesNoVideoOfAnotherByItsName() {
        Buffer film = Buffer.buffer(Samples.mp4("qt  "));
        String type = MediaTypeDetector.of(film);
        assertEquals("video/quicktime", type);
        assertEquals(type, MediaTypeDetector.refined(type, "film.mp4", film));
        assertEquals(type, MediaTypeDetector.refined(type, "film.m4a", film));
    }

    @Test
    void refusesATextThatIsAPictureByItsName() {
        Buffer text = Buffer.buffer("<?xml version=\"1.0\"?><a/>".getBytes(UTF_8));
        String type = MediaTypeDetector.of(text);
        assertFalse(MediaTypeDetector.isSafe(MediaTypeDetector.refined(type, "x.svg", text)));
    }

    @Test
    void letsAHostTakeAllTheTimeThatASettingGives() {
        Duration setting = Duration.ofSeconds(45);
        CallLimits limits = MediaFetcher.limits(setting, MediaKind.IMAGE);
        assertEquals(setting, limits.idle());
        assertEquals(setting, limits.connect());
        assertEquals(setting, limits.total());
    }

    @Test
    void letsEachKindHaveItsTypes() {
        assertTrue(MediaKind.IMAGE.takes("image/webp"));
        assertFalse(MediaKind.IMAGE.takes("image/gif"));
        assertFalse(MediaKind.AUDIO.takes("video/mp4"));
        assertTrue(MediaKind.DOCUMENT.takes("image/gif"));
        assertFalse(MediaTypeDetector.isSafe(MediaTypeDetector.of(Buffer.buffer("<html></html>".getBytes(UTF_8)))));
    }
}
