package dev.tidings.engine.linked.codec;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StanzasTest {
    @ParameterizedTest
    @ValueSource(strings = {"nodes", "serverNodes", "clientNodes"})
    void writesAndReadsTheStanzasOfOthers(String name) {
        int checked = 0;
        for (JsonNode vector : Vectors.read("connection", name)) {
            Node node = vector.has("node") ? NodeVectors.node(vector.get("node")) : listOf300();
            String label = vector.get("name").asText();
            assertEquals(vector.get("hex").asText(), hex(Stanzas.encode(node)), label);
            assertEquals(node, Stanzas.decode(Vectors.bytes(vector, "hex")), label);
            checked++;
        }
        assertTrue(checked >= 2, name);
    }

    @Test
    void readsFormsThatOnlyTheServerWrites() {
        int checked = 0;
        for (JsonNode vector : Vectors.read("connection", "nodesDecodeOnly")) {
            Node node = Stanzas.decode(Vectors.bytes(vector, "hex"));
            assertEquals(
                    NodeVectors.node(vector.get("decoded")),
                    node,
                    vector.get("name").asText());
            checked++;
        }
        assertEquals(4, checked);
    }

    /** The other one of them names its server in full, where we have a word for it. */
    @Test
    void writesAddressesOfInteropAsTheServerDoes() {
        JsonNode vector = Vectors.read("connection", "nodesDecodeOnly").get(3);
        assertEquals(vector.get("hex").asText(), hex(Stanzas.encode(NodeVectors.node(vector.get("decoded")))));
    }

    @Test
    void theServerIsOneAddressInBothSpellings() {
        Node bare = Stanzas.decode(hex("00f803190603"));
        assertEquals(Optional.of(Jid.SERVER), bare.jid("from"));
        assertEquals(
                Optional.of(Jid.SERVER), Node.of("iq").with("from", Jid.SERVER).jid("from"));
        assertTrue(bare.jid("from").orElseThrow().isServer());
    }

    @Test
    void textThatLooksLikeAnAddressStaysText() {
        Node node = Node.of("presence").with("name", "5511@s.whatsapp.net");
        Node read = Stanzas.decode(Stanzas.encode(node));
        assertEquals(node, read);
        assertEquals(
                new AttributeValue.Text("5511@s.whatsapp.net"),
                read.attributes().get("name"));
    }

    @Test
    void contentThatTheServerPackedIsBytesToo() {
        // <ref> with the packed digits 12345, with the word "text", with an address
        assertEquals(
                Bytes.utf8("12345"), Stanzas.decode(hex("00f802ed50ff8312345f")).bytes());
        assertEquals("text", Stanzas.decode(hex("00f802ed5038")).text());
        assertEquals(
                "1@s.whatsapp.net", Stanzas.decode(hex("00f802ed50faff811f03")).text());
    }

    @Test
    void deviceAddressesKeepTheirServer() {
        for (String address : List.of(
                "1@s.whatsapp.net",
                "1:2@s.whatsapp.net",
                "1.7:2@s.whatsapp.net",
                "1:255@lid",
                "1:99@hosted",
                "1@hosted",
                "1:3@hosted.lid",
                "status@broadcast",
                "120-4@g.us",
                "9-1:300@interop",
                "1:300@msgr",
                "1@c.us")) {
            Node node = Node.of("message").with("to", Jid.parse(address));
            Node read = Stanzas.decode(Stanzas.encode(node));
            assertEquals(node, read);
            assertEquals(Optional.of(address), read.attribute("to"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:256@lid",
                "1:x@s.whatsapp.net",
                "1:@lid",
                "1:2:3@lid",
                "a@b@lid",
                "1@",
                "",
                "1.1:2@s.whatsapp.net",
                "70000-1@interop",
                "1:99999999999@lid",
                "1.129@s.whatsapp.net"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(MalformedException.class, () -> Jid.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0000",
                "00f8",
                "00f800",
                "00f801",
                "00f80119ff", // nothing, no name, something after it
                "00f801f0",
                "00f801f4",
                "00f801f5", // unknown marks; an address that ends
                "00f803190603f8", // an even size that lacks its content
                "00f801ff80",
                "00f801ff01cd",
                "00f801ff010f", // packed: half of nothing, no digit, padding inside
                "00f80219feffffffff",
                "00f80219fe7fffffff",
                "00f80219fdffffff", // lengths beyond the end
                "00f80219f801f9",
                "00f80219f9ffff", // lists that end
                "00f80219f80119", // a child that is no node
                "00f8030c06fa0300",
                "00f8030c06fa0003f6", // an address without a server, something after it
                "00f8030c06f6ff8112345f000703", // msgr with another server
                "02",
                "0200",
                "02789c",
                "027801030000000001",
                "02f80119", // not deflated, or not to the end
            })
    void whatIsNoStanzaIsRefused(String digits) {
        assertThrows(MalformedException.class, () -> Stanzas.decode(hex(digits)));
    }

    @Test
    void depthIsBounded() {
        assertEquals(NodeDecoder.MAX_DEPTH, depth(Stanzas.decode(nested(NodeDecoder.MAX_DEPTH))));
        assertThrows(MalformedException.class, () -> Stanzas.decode(nested(NodeDecoder.MAX_DEPTH + 1)));
        assertThrows(MalformedException.class, () -> Stanzas.decode(nested(1_000_000)));
    }

    @Test
    void partsAreBounded() throws IOException {
        // 16 lists of 65,535 empty nodes: three megabytes, deflated to a few kilobytes, would be a million objects.
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.writeBytes(hex("f80219f810"));
        byte[] child = hex("f80119");
        for (int list = 0; list < 16; list++) {
            plain.writeBytes(hex("f80219f9ffff"));
            for (int i = 0; i < 0xffff; i++) {
                plain.writeBytes(child);
            }
        }
        byte[] bomb = deflated(plain.toByteArray());
        assertTrue(bomb.length < 20_000);
        MalformedException refused = assertThrows(MalformedException.class, () -> Stanzas.decode(bomb));
        assertEquals("a stanza has too many nodes and attributes", refused.getMessage());
    }

    @Test
    void whatIsInflatedIsBounded() throws IOException {
        byte[] zeros = deflated(new byte[Stanzas.MAX_INFLATED + 1]);
        MalformedException refused = assertThrows(MalformedException.class, () -> Stanzas.decode(zeros));
        assertEquals("what is deflated is too large", refused.getMessage());
    }

    @Test
    void aStanzaMayBeDeflatedButNothingFollowsIt() throws IOException {
        byte[] plain = hex("f801f80156".substring(0, 4) + "56");
        byte[] deflated = deflated(plain);
        assertEquals(Node.of("ping"), Stanzas.decode(deflated));
        assertThrows(MalformedException.class, () -> Stanzas.decode(Bytes.concat(deflated, new byte[1])));
    }

    @Test
    void listsOfOursAreBounded() {
        List<Node> children = Collections.nCopies(65_536, Node.of("key"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Stanzas.encode(Node.of("list").containing(children)));
    }

    @Test
    void longTextIsWrittenWithLongerLengths() {
        for (int length : new int[] {127, 128, 255, 256, (1 << 20) - 1, 1 << 20}) {
            Node node = Node.of("x").with("digits", "7".repeat(length)).containing(new byte[length]);
            assertEquals(node, Stanzas.decode(Stanzas.encode(node)));
        }
    }

    @Test
    void showsNamesAndSizesOnly() {
        Node node = Node.of("iq")
                .with("to", Jid.parse("5511987654321@s.whatsapp.net"))
                .containing(Node.of("identity").containing(new byte[32]));
        assertEquals("<iq to><identity/>32</iq>", node.toString());
        assertFalse(node.toString().contains("5511"));
    }

    private static Node listOf300() {
        return Node.of("list")
                .containing(IntStream.range(0, 300)
                        .mapToObj(i -> Node.of("user").with("id", Integer.toString(i)))
                        .toList());
    }

    private static byte[] nested(int depth) {
        byte[] stanza = new byte[1 + 5 * (depth - 1) + 3];
        for (int i = 0; i < depth - 1; i++) {
            System.arraycopy(hex("f80219f801"), 0, stanza, 1 + 5 * i, 5);
        }
        System.arraycopy(hex("f80119"), 0, stanza, stanza.length - 3, 3);
        return stanza;
    }

    private static int depth(Node node) {
        return 1 + node.children().stream().mapToInt(StanzasTest::depth).max().orElse(0);
    }

    private static byte[] deflated(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(2);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
