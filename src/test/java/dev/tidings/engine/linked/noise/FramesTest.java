package dev.tidings.engine.linked.noise;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void startsWithTheHintWhereToLead() {
        JsonNode vector = Vectors.read("connection", "prologueWithEdgeRouting");
        String first = vector.get("prologueAndFirstFrame").asText();
        String prologue = hex(Frames.prologue(Vectors.bytes(vector, "routingInfo")));
        assertTrue(first.startsWith(prologue));
        assertEquals("00002412", first.substring(prologue.length(), prologue.length() + 8), "then a frame of 36 bytes");
        assertEquals("57410603", hex(Frames.prologue(new byte[0])));
    }

    @Test
    void cutsFramesWhereverThePiecesEnd() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            List<String> sent = new ArrayList<>();
            byte[] stream = {};
            for (int i = 0; i < 20; i++) {
                byte[] payload = new byte[random.nextInt(4) * random.nextInt(100)];
                random.nextBytes(payload);
                stream = Bytes.concat(stream, Frames.frame(payload));
                if (payload.length > 0) {
                    sent.add(hex(payload));
                }
            }
            assertEquals(sent, received(stream, random));
        }
    }

    @Test
    void dropsEmptyFrames() {
        FrameDecoder decoder = new FrameDecoder();
        assertEquals(0, decoder.feed(new byte[9]).size());
        List<byte[]> frames = decoder.feed(hex("00000000000107"));
        assertEquals(1, frames.size());
        assertArrayEquals(new byte[] {7}, frames.get(0));
    }

    @Test
    void takesTheLargestFrame() {
        byte[] payload = new byte[Frames.MAX_PAYLOAD];
        payload[payload.length - 1] = 5;
        FrameDecoder decoder = new FrameDecoder();
        byte[] frame = Frames.frame(payload);
        assertEquals(0, decoder.feed(Arrays.copyOf(frame, frame.length - 1)).size());
        assertArrayEquals(payload, decoder.feed(new byte[] {5}).get(0));
        assertThrows(IllegalArgumentException.class, () -> Frames.frame(new byte[1 << 24]));
    }

    private static List<String> received(byte[] stream, Random random) {
        FrameDecoder decoder = new FrameDecoder();
        List<String> frames = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int end = Math.min(stream.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 500));
            decoder.feed(Arrays.copyOfRange(stream, at, end)).forEach(frame -> frames.add(hex(frame)));
            at = end;
        }
        return frames;
    }
}
