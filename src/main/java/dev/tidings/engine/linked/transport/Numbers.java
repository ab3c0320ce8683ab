package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.codec.Node;
import java.util.regex.Pattern;

/** Numbers that the server writes as text. */
public final class Numbers {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,11}");

    private Numbers() {}

    /** The number in an attribute; 0 if there is none. */
    public static long of(Node node, String attribute) {
        return node.attribute(attribute).map(Numbers::of).orElse(0L);
    }

    /** 0 if it is none, or one that no time and no count of ours reaches. */
    public static long of(String text) {
        return DIGITS.matcher(text).matches() ? Long.parseLong(text) : 0;
    }
}
