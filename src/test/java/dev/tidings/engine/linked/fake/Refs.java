package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.Randomness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The six texts of which a device makes its codes: the first is good for a minute, each of the others for 20 s more. */
final class Refs {
    private static final int COUNT = 6;
    private static final Duration FIRST = Duration.ofSeconds(60);
    private static final Duration NEXT = Duration.ofSeconds(20);
    /** A phone may have read the code just before it changed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<String> texts = new ArrayList<>();
    private final Instant from;

    Refs(Randomness randomness, Instant from) {
        this.from = from;
        for (int i = 0; i < COUNT; i++) {
            // A comma, as nothing forbids one.
            texts.add("2@" + base64(randomness.bytes(33)) + "," + base64(randomness.bytes(24)));
        }
    }

    List<Node> nodes() {
        return texts.stream()
                .map(text -> Say.leaf("ref", text.getBytes(StandardCharsets.US_ASCII)))
                .toList();
    }

    boolean contains(String text) {
        return texts.contains(text);
    }

    /** Also one that is to be shown later: the device's clock may be ahead. */
    boolean isGood(String text, Instant now) {
        int index = texts.indexOf(text);
        Instant end = from.plus(FIRST).plus(NEXT.multipliedBy(index));
        return index >= 0 && now.isBefore(end.plus(GRACE));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
