package dev.tidings.core.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files with the correct bytes for their type. */
public final class Samples {
    private Samples() {}

    /** A file that was never sent before. */
    public static byte[] png() {
        return filled("89504e470d0a1a0a0000000d49484452", 600);
    }

    public static byte[] text() {
        return ("Dear all, this is letter number " + new Random().nextLong()).getBytes(StandardCharsets.UTF_8);
    }

    /** A file that begins with these bytes, given in hexadecimal digits, and continues with random ones. */
    public static byte[] filled(String beginning, int size) {
        byte[] bytes = new byte[size];
        new Random().nextBytes(bytes);
        byte[] head = HexFormat.of().parseHex(beginning);
        System.arraycopy(head, 0, bytes, 0, Math.min(size, head.length));
        return bytes;
    }

    /** An MP4 of the given brand. */
    public static byte[] mp4(String brand) {
        byte[] bytes = filled("0000001866747970", 600);
        System.arraycopy(brand.getBytes(StandardCharsets.US_ASCII), 0, bytes, 8, 4);
        Arrays.fill(bytes, 12, 24, (byte) 0);
        return bytes;
    }

    public static byte[] zip(String... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(text());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
