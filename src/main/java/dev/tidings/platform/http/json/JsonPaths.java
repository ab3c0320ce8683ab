package dev.tidings.platform.http.json;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.JsonMappingException;

/** Writes a position in a JSON document as the contract does: {@code items[2].text}. */
final class JsonPaths {
    private static final int LONGEST = 300;

    private JsonPaths() {}

    /** The position of a parser; null at the root. */
    static String of(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        append(path, context);
        return truncate(path);
    }

    /** The position where binding failed; null at the root. */
    static String of(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() != null) {
                name(path, step.getFieldName());
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return truncate(path);
    }

    /** A field within the object at the path. */
    static String child(String path, String field) {
        return path == null ? field : path + "." + field;
    }

    private static void append(StringBuilder path, JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return;
        }
        append(path, context.getParent());
        if (context.inArray()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.getCurrentName() != null) {
            name(path, context.getCurrentName());
        }
    }

    private static void name(StringBuilder path, String name) {
        if (!path.isEmpty()) {
            path.append('.');
        }
        path.append(name);
    }

    private static String truncate(StringBuilder path) {
        if (path.length() > LONGEST) {
            // not between the halves of a surrogate pair, which UTF-8 cannot hold
            path.setLength(Character.isHighSurrogate(path.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
        }
        return path.isEmpty() ? null : path.toString();
    }
}
