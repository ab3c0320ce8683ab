package dev.tidings.platform.http.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a body once only for its syntax. Syntax comes before unknown fields and wrong types in the contract, and characters
 * that the database cannot store must be found everywhere.
 */
final class JsonSyntaxCheck {
    private static final String EMPTY = "The request body is empty; send a JSON object.";
    private static final int LONGEST_NUMBER = 100;

    private final JsonFactory factory = StrictMapper.syntax();

    /** @throws ApiException {@code invalid_request} unless the bytes are one JSON object in UTF-8 */
    void check(byte[] body) {
        if (body.length == 0) {
            throw invalid(null, EMPTY);
        }
        if (!isUtf8(body)) {
            throw invalid(null, "The request body is not valid UTF-8.");
        }
        try (JsonParser parser = factory.createParser(body)) {
            scan(parser);
        } catch (IOException | IllegalStateException unreadable) {
            throw invalid(null, "The request body is not valid JSON.");
        }
    }

    private static void scan(JsonParser parser) throws IOException {
        boolean whole = false;
        try {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw invalid(null, first == null ? EMPTY : "The request body must be a JSON object.");
            }
            while (!parser.getParsingContext().inRoot()) {
                inspect(parser, parser.nextToken());
            }
            whole = true;
            if (parser.nextToken() != null) {
                throw invalid(null, "Something follows the JSON object of the request body" + at(parser) + ".");
            }
        } catch (JacksonException failure) {
            throw whole
                    ? invalid(null, "Something follows the JSON object of the request body" + at(failure) + ".")
                    : explain(failure, parser);
        }
    }

    private static void inspect(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case FIELD_NAME -> {
                String name = parser.currentName();
                if (isUnfit(name.toCharArray(), 0, name.length())) {
                    throw invalid(
                            JsonPaths.of(parser.getParsingContext().getParent()),
                            "A field name holds U+0000 or half a surrogate pair.");
                }
            }
            case VALUE_STRING -> {
                if (isUnfit(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())) {
                    throw invalid(
                            JsonPaths.of(parser.getParsingContext()), "Must not hold U+0000 or half a surrogate pair.");
                }
            }
            case VALUE_NUMBER_FLOAT -> {
                if (Double.isInfinite(parser.getDoubleValue())) {
                    throw invalid(JsonPaths.of(parser.getParsingContext()), "This number is out of any range.");
                }
            }
            default -> {
                // nothing to check
            }
        }
    }

    private static ApiException explain(JacksonException failure, JsonParser parser) {
        String message = String.valueOf(failure.getOriginalMessage());
        if (failure instanceof StreamConstraintsException) {
            String reason = message.contains("nesting depth")
                    ? "The JSON is nested too deeply."
                    : message.contains("Number")
                            ? "A number has more than " + LONGEST_NUMBER + " digits."
                            : "A name or a text in the JSON is too long.";
            return invalid(null, reason);
        }
        if (message.startsWith("Duplicate field")) {
            return invalid(JsonPaths.of(parser.getParsingContext()), "This field occurs twice.");
        }
        return failure instanceof JsonEOFException
                ? invalid(null, "The JSON of the request body ends too early" + at(failure) + ".")
                : invalid(null, "The request body is not valid JSON" + at(failure) + ".");
    }

    private static String at(JacksonException failure) {
        return at((JsonLocation) failure.getLocation());
    }

    private static String at(JsonParser parser) {
        return at(parser.currentTokenLocation());
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** Jackson takes zero bytes at the start for UTF-16 or UTF-32. */
    private static boolean isUtf8(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        return ByteBufUtil.isText(Unpooled.wrappedBuffer(body), StandardCharsets.UTF_8);
    }

    private static boolean isUnfit(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            if (c == 0 || Character.isLowSurrogate(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == offset + length || !Character.isLowSurrogate(text[i])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ApiException invalid(String field, String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, field, reason);
    }
}
