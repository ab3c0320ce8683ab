package dev.tidings.core.content;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes texts storable in the database: senders may include U+0000 and halves of surrogate pairs. */
public final class JsonSanitizer {
    private static final char REPLACEMENT = '\uFFFD';

    private JsonSanitizer() {}

    /** The same object with all its texts made storable. */
    public static JsonObject clean(JsonObject object) {
        return new JsonObject(map(object));
    }

    /** Made of plain maps and lists, which every mapper can write. */
    private static Map<String, Object> map(JsonObject object) {
        Map<String, Object> clean = new LinkedHashMap<>();
        object.forEach(field -> clean.put(clean(field.getKey()), value(field.getValue())));
        return clean;
    }

    private static Object value(Object value) {
        if (value instanceof String text) {
            return clean(text);
        }
        if (value instanceof JsonObject object) {
            return map(object);
        }
        if (value instanceof JsonArray array) {
            List<Object> clean = new ArrayList<>(array.size());
            array.forEach(item -> clean.add(value(item)));
            return clean;
        }
        return value;
    }

    private static String clean(String text) {
        if (text.indexOf('\0') < 0 && text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean half = c <= Character.MAX_VALUE && Character.isSurrogate((char) c);
            clean.appendCodePoint(c == 0 || half ? REPLACEMENT : c);
        });
        return clean.toString();
    }
}
