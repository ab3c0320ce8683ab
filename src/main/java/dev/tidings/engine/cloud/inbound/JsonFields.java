package dev.tidings.engine.cloud.inbound;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads fields of JSON that may contain anything: a value of an unexpected type counts as missing. */
final class JsonFields {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    private JsonFields() {}

    /** A text or a number, as text; null for anything else, and for an empty one. */
    static String text(JsonObject object, String field) {
        Object value = object.getValue(field);
        return (value instanceof String || value instanceof Number)
                        && !value.toString().isEmpty()
                ? value.toString()
                : null;
    }

    /** Null for anything that is not a boolean. */
    static Boolean flag(JsonObject object, String field) {
        return object.getValue(field) instanceof Boolean flag ? flag : null;
    }

    /** In seconds since 1970; null for anything that is not a time. */
    static Instant instant(JsonObject object, String field) {
        String seconds = text(object, field);
        return seconds != null && SECONDS.matcher(seconds).matches()
                ? Instant.ofEpochSecond(Long.parseLong(seconds))
                : null;
    }

    /** Empty when there is none. */
    static JsonObject object(JsonObject object, String field) {
        return object.getValue(field) instanceof JsonObject inner ? inner : new JsonObject();
    }

    /** Those entries of a list that are objects; none when there is no list. */
    static Stream<JsonObject> objects(JsonObject object, String field) {
        return object.getValue(field) instanceof JsonArray list
                ? list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                : Stream.empty();
    }
}
