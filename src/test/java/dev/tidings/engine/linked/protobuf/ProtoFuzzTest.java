package dev.tidings.engine.linked.protobuf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes at random, and good messages with changes, read by somebody who takes any field for anything. */
class ProtoFuzzTest {
    private static final int ROUNDS = 200_000;

    private final Random random = new Random(20261127);

    @Test
    void endsAtTheEndOrInTheOneException() {
        List<byte[]> good = new ArrayList<>();
        for (JsonNode vector : Vectors.read("messaging", "protobuf")) {
            good.add(Vectors.bytes(vector, "encoded"));
        }
        assertTrue(good.size() > 10);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            if (reads(i % 4 == 0 ? noise() : changed(good.get(random.nextInt(good.size()))))) {
                read++;
            }
        }
        assertTrue(read > ROUNDS / 20 && read < ROUNDS - ROUNDS / 20, read + " of " + ROUNDS + " were read");
    }

    private boolean reads(byte[] message) {
        try {
            drain(new ProtoReader(message));
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private void drain(ProtoReader in) {
        while (in.next()) {
            switch (random.nextInt(24)) {
                case 0 -> in.bool();
                case 1 -> in.fixed32();
                case 2 -> in.float64();
                case 3 -> in.string();
                case 4 -> in.bytes();
                case 5 -> in.uint64s();
                case 6, 7 -> drain(in.message());
                case 8 -> in.uint32();
                default -> {}
            }
        }
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] changed(byte[] good) {
        byte[] bytes = good.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
