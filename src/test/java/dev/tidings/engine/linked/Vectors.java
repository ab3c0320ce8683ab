package dev.tidings.engine.linked;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Known answers, computed by implementations that are not ours; bytes are in hexadecimal digits. */
public final class Vectors {
    private Vectors() {}

    /** @param file {@code connection} or {@code messaging} */
    public static JsonNode read(String file, String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/linked-device/" + file + ".json")) {
            JsonNode value = new ObjectMapper().readTree(in).get(name);
            if (value == null) {
                throw new IllegalArgumentException("no vector " + name);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(JsonNode node, String field) {
        return hex(node.get(field).asText());
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A pair that is written as [private, public]. */
    public static KeyPair pair(JsonNode node, String field) {
        KeyPair pair = KeyPair.ofPrivate(hex(node.get(field).get(0).asText()));
        if (!pair.publicKey().equals(PublicKey.ofRaw(hex(node.get(field).get(1).asText())))) {
            throw new IllegalStateException(field + " is no pair");
        }
        return pair;
    }

    /** Gives out what it was given, in that order, and fails when it is asked for more or for other sizes. */
    public static Randomness fixed(byte[]... values) {
        Deque<byte[]> left = new ArrayDeque<>(List.of(values));
        return count -> {
            byte[] next = left.remove();
            if (next.length != count) {
                throw new IllegalStateException("asked for " + count + " bytes instead of " + next.length);
            }
            return next.clone();
        };
    }

    public static Randomness seeded(long seed) {
        Random random = new Random(seed);
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    public static byte[] flipped(byte[] bytes, int index, int mask) {
        byte[] changed = Arrays.copyOf(bytes, bytes.length);
        changed[index] ^= (byte) mask;
        return changed;
    }
}
