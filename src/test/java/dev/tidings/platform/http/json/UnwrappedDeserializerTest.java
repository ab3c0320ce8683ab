package dev.tidings.platform.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two records that share one JSON object are as strict as one record. */
class UnwrappedDeserializerTest {
    private final JsonBinder binder = new JsonBinder(new ObjectMapper());

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes(@JsonSubTypes.Type(value = Note.class, name = "note"))
    sealed interface Item {}

    record Note(String text, Integer count, List<Page> pages) implements Item {}

    record Page(Integer number) {}

    record Letter(String to, @JsonUnwrapped Note note, Instant at) {}

    record Pile(List<Item> items) {}

    @Test
    void readsBothRecordsFromOneObject() {
        assertEquals(
                new Letter("ada", new Note("hi", 2, List.of(new Page(1))), Instant.parse("2026-11-27T09:30:00Z")),
                read("{`text`:`hi`,`to`:`ada`,`at`:`2026-11-27T09:30:00Z`,`pages`:[{`number`:1}],`count`:2}"));
        assertEquals(new Letter(null, new Note(null, null, null), null), read("{}"));
        assertEquals(new Letter(null, new Note(null, null, null), null), read("{`to`:null,`text`:null}"));
    }

    @Test
    void theSameRecordStandsInAListByItsType() {
        Pile pile = binder.read(bytes("{`items`:[{`type`:`note`,`text`:`hi`}]}"), Pile.class);
        assertEquals(List.of(new Note("hi", null, null)), pile.items());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`to`:`ada`,`txt`:1}                  | INVALID_REQUEST        | txt             | Unknown field. Allowed: to, text, count, pages, at.",
                "{`type`:`note`}                       | INVALID_REQUEST        | type            | Unknown field. Allowed: to, text, count, pages, at.",
                "{`note`:{}}                           | INVALID_REQUEST        | note            | Unknown field. Allowed: to, text, count, pages, at.",
                "{`pages`:[{`number`:1},{`nr`:1}]}     | INVALID_REQUEST        | pages[1].nr     | Unknown field. Allowed: number.",
                "{`at`:`tomorrow`}                     | INVALID_REQUEST        | at              | Must be an ISO-8601 time with a zone, such as 2026-01-31T09:30:00Z.",
                "{`text`:`a`,`text`:`b`}               | INVALID_REQUEST        | text            | ~~",
                "{`text`:1}                            | INVALID_PARAMETER_TYPE | text            | Must be a string.",
                "{`to`:1}                              | INVALID_PARAMETER_TYPE | to              | Must be a string.",
                "{`count`:`2`}                         | INVALID_PARAMETER_TYPE | count           | Must be an integer.",
                "{`pages`:[null]}                      | INVALID_PARAMETER_TYPE | pages[0]        | Must not be null.",
                "{`pages`:[{`number`:`x`}]}            | INVALID_PARAMETER_TYPE | pages[0].number | Must be an integer.",
                "{`count`:`2`,`to`:1}                  | INVALID_PARAMETER_TYPE | count           | Must be an integer.",
                "{`txt`:1,`count`:`2`}                 | INVALID_PARAMETER_TYPE | count           | Must be an integer.",
                "{`to`:1,`count`:`2`}                  | INVALID_PARAMETER_TYPE | to              | Must be a string.",
            })
    void refusesLikeAnyOtherRecord(String body, ErrorCode code, String field, String reason) {
        ApiException refused = assertThrows(ApiException.class, () -> read(body));
        assertEquals(code, refused.code(), refused.getMessage());
        assertEquals(
                field.isEmpty() ? null : field, refused.details().orElseThrow().field());
        if (!reason.isEmpty()) {
            assertEquals(reason, refused.details().orElseThrow().reason());
        }
    }

    private Letter read(String json) {
        return binder.read(bytes(json), Letter.class);
    }

    private static byte[] bytes(String json) {
        return json.replace('`', '"').getBytes(StandardCharsets.UTF_8);
    }
}
