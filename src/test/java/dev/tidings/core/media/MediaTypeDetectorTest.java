package dev.tidings.core.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.content.MediaKind;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void letsEachKindHaveItsTypes() {
        assertTrue(MediaKind.IMAGE.takes("image/webp"));
        assertFalse(MediaKind.IMAGE.takes("image/gif"));
        assertFalse(MediaKind.AUDIO.takes("video/mp4"));
        assertTrue(MediaKind.DOCUMENT.takes("image/gif"));
        assertFalse(MediaTypeDetector.isSafe(MediaTypeDetector.of(Buffer.buffer("<html></html>".getBytes(UTF_8)))));
    }
}
