package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The references that the server gave for QR codes, shown one after the other: the first for a minute, each other for 20
 * seconds. The same reference is shown again with another secret when the server asks for it.
 */
public final class QrRefs {
    private static final Duration FIRST = Duration.ofSeconds(60);
    private static final Duration OTHERS = Duration.ofSeconds(20);

    /** 1 is Chrome. */
    private static final char PLATFORM = '1';

    private final List<String> refs;
    private int index = -1;
    private Instant expiresAt;

    private QrRefs(List<String> refs) {
        this.refs = refs;
    }

    /** @param pairDevice as the server sends it */
    public static QrRefs of(Node pairDevice) {
        return new QrRefs(pairDevice.children().stream()
                .filter(child -> child.tag().equals("ref"))
                .map(Node::text)
                .filter(ref -> !ref.isEmpty())
                .toList());
    }

    /** Goes on to the next one; false when there is none. */
    public boolean next(Instant now) {
        if (index + 1 >= refs.size()) {
            return false;
        }
        index++;
        expiresAt = now.plus(index == 0 ? FIRST : OTHERS);
        return true;
    }

    /** The reference that is shown now, and needed by the passkey step. */
    public String current() {
        return refs.get(index);
    }

    /** From 0. */
    public int index() {
        return index;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** What is to be scanned now. It is a secret. */
    public String text(PublicKey noiseKey, PublicKey identity, Bytes secret) {
        return QrText.of(current(), noiseKey, identity, secret, PLATFORM);
    }
}
