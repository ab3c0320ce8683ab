package dev.tidings.engine.cloud.inbound;

import dev.tidings.core.content.JsonSanitizer;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What is left of a JSON object once the fields that are stored elsewhere are removed. */
final class Remainder {
    private final JsonObject rest;

    private Remainder(JsonObject rest) {
        this.rest = rest;
    }

    static Remainder of(JsonObject raw) {
        return new Remainder(raw.copy());
    }

    /** @param paths names of fields; those of an inner object with a dot, such as {@code text.body} */
    Remainder without(String... paths) {
        for (String path : paths) {
            remove(rest, path);
        }
        return this;
    }

    /** Adds fields that are not stored elsewhere. */
    Remainder with(Map<String, Object> more) {
        more.forEach(rest::put);
        return this;
    }

    /** Null when nothing is left. */
    Map<String, Object> asMap() {
        return rest.isEmpty() ? null : JsonSanitizer.clean(rest).getMap();
    }

    /** An inner object of which nothing is left is removed too. */
    private static void remove(JsonObject from, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            from.remove(path);
        } else if (from.getValue(path.substring(0, dot)) instanceof JsonObject inner) {
            remove(inner, path.substring(dot + 1));
            if (inner.isEmpty()) {
                from.remove(path.substring(0, dot));
            }
        }
    }
}
