package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Stanzas as bytes: a byte of flags, then the node, which the server may have deflated. */
public final class Stanzas {
    /** What a deflated stanza may become. */
    public static final int MAX_INFLATED = 32 << 20;

    private static final int DEFLATED = 2;

    private Stanzas() {}

    /** @throws IllegalArgumentException if a node has more than 65,535 children, or more than half as many attributes */
    public static byte[] encode(Node node) {
        Output out = new Output();
        out.write8(0);
        new NodeEncoder(out).node(node);
        return out.toArray();
    }

    /** @throws MalformedException and nothing else, whatever the bytes are */
    public static Node decode(byte[] stanza) {
        if (stanza.length < 2) {
            throw new MalformedException("a stanza has flags and a node");
        }
        byte[] rest = Arrays.copyOfRange(stanza, 1, stanza.length);
        return new NodeDecoder((stanza[0] & DEFLATED) == 0 ? rest : inflate(rest)).decode();
    }

    private static byte[] inflate(byte[] deflated) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            return inflate(inflater);
        } catch (DataFormatException e) {
            throw new MalformedException("what should be deflated is not");
        } finally {
            inflater.end();
        }
    }

    private static byte[] inflate(Inflater inflater) throws DataFormatException {
        ByteArrayOutputStream inflated = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!inflater.finished()) {
            int count = inflater.inflate(buffer);
            if (count == 0 && !inflater.finished()) {
                throw new MalformedException("what is deflated ends too early, or needs a dictionary");
            }
            inflated.write(buffer, 0, count);
            if (inflated.size() > MAX_INFLATED) {
                throw new MalformedException("what is deflated is too large");
            }
        }
        if (inflater.getRemaining() > 0) {
            throw new MalformedException("bytes follow what is deflated");
        }
        return inflated.toByteArray();
    }
}
