package dev.tidings.platform.http.route;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Checks paths and queries before anything decodes them: the decoders of the framework differ in what they accept. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /** What is wrong with the text, in a sentence; null when it decodes to clean UTF-8. */
    public static String fault(String text) {
        if (text == null) {
            return null;
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return "Characters beyond ASCII must be percent-encoded.";
        }
        return text.indexOf('%') < 0 ? null : decodingFault(text);
    }

    private static String decodingFault(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int value = i + 2 < text.length() ? hex(text.charAt(i + 1), text.charAt(i + 2)) : -1;
            if (value < 0) {
                return "Every '%' must be followed by two hexadecimal digits.";
            }
            bytes.write(value);
            i += 2;
        }
        return fault(bytes.toByteArray());
    }

    private static String fault(byte[] decoded) {
        for (byte b : decoded) {
            if (b == 0) {
                return "Must not hold the character U+0000.";
            }
        }
        return ByteBufUtil.isText(Unpooled.wrappedBuffer(decoded), StandardCharsets.UTF_8)
                ? null
                : "Percent-encoded bytes must form valid UTF-8.";
    }

    private static int hex(char high, char low) {
        // Character.digit accepts the digits of every script
        int first = high < 0x7f ? Character.digit(high, 16) : -1;
        int second = low < 0x7f ? Character.digit(low, 16) : -1;
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }
}
