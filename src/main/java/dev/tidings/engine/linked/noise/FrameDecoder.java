package dev.tidings.engine.linked.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts frames out of what arrives in pieces of any size: a piece may hold several frames, or a part of a frame's length. Holds
 * no more than what has arrived of one frame, 16 MiB at most. Frames without content are dropped. Not thread-safe.
 */
public final class FrameDecoder {
    private static final int HEADER = 3;

    private final byte[] header = new byte[HEADER];
    private int headerFilled;
    private byte[] payload = {};
    private int filled;

    /** The frames that this piece completes, in order. */
    public List<byte[]> feed(byte[] piece) {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (at < piece.length) {
            at += headerFilled < HEADER ? fillHeader(piece, at) : fillPayload(piece, at);
            if (headerFilled == HEADER && filled == length()) {
                complete(frames);
            }
        }
        return frames;
    }

    private int fillHeader(byte[] piece, int at) {
        header[headerFilled++] = piece[at];
        return 1;
    }

    /** Grows with what arrives, not with the length that is announced: announcing costs the other side nothing. */
    private int fillPayload(byte[] piece, int at) {
        int count = Math.min(piece.length - at, length() - filled);
        if (payload.length < filled + count) {
            payload = Arrays.copyOf(payload, Math.min(length(), Math.max(filled + count, 2 * payload.length)));
        }
        System.arraycopy(piece, at, payload, filled, count);
        filled += count;
        return count;
    }

    private void complete(List<byte[]> frames) {
        if (filled > 0) {
            frames.add(Arrays.copyOf(payload, filled));
        }
        headerFilled = 0;
        filled = 0;
        payload = new byte[0];
    }

    private int length() {
        return (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
    }
}
