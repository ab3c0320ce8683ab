package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a phone reads out of a code: an address with five parts, or the parts alone; older clients leave out the last. */
record QrCode(String ref, Bytes noiseKey, Bytes identity, Bytes secret, Optional<String> platform) {
    private static final String KEY = "([A-Za-z0-9+/]{43}=)";
    private static final Pattern TEXT = Pattern.compile(
            "(?:https://wa\\.me/settings/linked_devices#)?(.+?)," + KEY + "," + KEY + "," + KEY + "(?:,([0-9a-f]))?");

    /** @return empty if this is not the code of a device to be linked */
    static Optional<QrCode> read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new QrCode(
                parts.group(1),
                bytes(parts.group(2)),
                bytes(parts.group(3)),
                bytes(parts.group(4)),
                Optional.ofNullable(parts.group(5))));
    }

    private static Bytes bytes(String base64) {
        return Bytes.of(Base64.getDecoder().decode(base64));
    }
}
