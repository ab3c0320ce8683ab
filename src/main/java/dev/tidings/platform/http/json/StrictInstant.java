package dev.tidings.platform.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.tidings.platform.http.api.Params;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Accepts a time only as an ISO-8601 text with a zone; the default deserializer accepts numbers too. */
final class StrictInstant extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    StrictInstant() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        try {
            return Params.parseInstant(parser.getText());
        } catch (DateTimeException notATime) {
            return (Instant) context.handleWeirdStringValue(Instant.class, parser.getText(), "not a time");
        }
    }
}
