package dev.tidings.engine.linked.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes at random, and good stanzas with changes: read, or refused by the one exception. */
class StanzasFuzzTest {
    private static final int ROUNDS = 120_000;

    private int read;
    private int refused;

    @Test
    void endsInANodeOrInTheOneException() {
        Random random = new Random(20261127);
        List<byte[]> good = goodStanzas();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] input = i % 4 == 0 ? noise(random) : changed(good.get(random.nextInt(good.size())), random);
            tryOut(input, i);
        }
        assertTrue(read > ROUNDS / 20, "only " + read + " were read: the changes are too coarse to get past the start");
        assertTrue(refused > ROUNDS / 20, "only " + refused + " were refused");
    }

    private void tryOut(byte[] input, int round) {
        try {
            Node node = Stanzas.decode(input);
            read++;
            assertEquals(plain(node), Stanzas.decode(Stanzas.encode(node)), "round " + round);
            node.attributes().keySet().forEach(name -> tryAddress(node, name));
        } catch (MalformedException e) {
            refused++;
        }
    }

    private static void tryAddress(Node node, String name) {
        try {
            node.jid(name);
        } catch (MalformedException e) {
            assertTrue(node.attributes().get(name) instanceof AttributeValue.Text);
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        if (bytes.length > 3) {
            bytes[0] = (byte) (random.nextInt(8) == 0 ? 2 : 0);
            bytes[1] = (byte) Marks.LIST_8;
            bytes[2] = (byte) random.nextInt(8);
        }
        return bytes;
    }

    private static byte[] changed(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = 1 + random.nextInt(bytes.length - 1);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) (Marks.INTEROP_JID + random.nextInt(11));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(2, at));
                default -> bytes = doubled(bytes, at, random);
            }
        }
        return bytes;
    }

    private static byte[] doubled(byte[] bytes, int from, Random random) {
        int to = from + random.nextInt(bytes.length - from);
        return Bytes.concat(
                Arrays.copyOf(bytes, to),
                Arrays.copyOfRange(bytes, from, to),
                Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private static List<byte[]> goodStanzas() {
        List<byte[]> stanzas = new ArrayList<>();
        for (String name : List.of("nodes", "nodesDecodeOnly", "serverNodes", "clientNodes")) {
            for (JsonNode vector : Vectors.read("connection", name)) {
                stanzas.add(Vectors.bytes(vector, "hex"));
            }
        }
        return stanzas;
    }

    /** What we write again: text as content goes out as bytes. */
    private static Node plain(Node node) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(node.attributes());
        Content content = node.content();
        if (content instanceof Content.Text text) {
            content = new Content.Binary(Bytes.utf8(text.text()));
        } else if (content instanceof Content.Children children) {
            content = new Content.Children(
                    children.nodes().stream().map(StanzasFuzzTest::plain).toList());
        }
        return new Node(node.tag(), attributes, content);
    }
}
