package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Node;
import java.time.Duration;

/** Why the server refuses a login. Immutable: {@code with…} gives another one. */
public final class Failure {
    private final Node node;

    private Failure(Node node) {
        this.node = node;
    }

    /** @param reason 401 not linked any more, 403 locked, 405 client too old, 406 banned, 503 unavailable, and others */
    public static Failure of(int reason) {
        return new Failure(
                Node.of("failure").with("reason", String.valueOf(reason)).with("location", "frc"));
    }

    /**
     * A ban that ends.
     *
     * @param code 101 too many strangers, 102 blocked by many, 103 too many groups, 104 the same text
     */
    public static Failure temporaryBan(int code, Duration duration) {
        return of(402).with("code", String.valueOf(code)).with("expire", String.valueOf(duration.toSeconds()));
    }

    /** Without a reason, which the server should not send. */
    public static Failure without() {
        return new Failure(Node.of("failure").with("location", "frc"));
    }

    public Failure with(String name, String value) {
        return new Failure(node.with(name, value));
    }

    Node node() {
        return node;
    }
}
