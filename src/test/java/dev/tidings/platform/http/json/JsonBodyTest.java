package dev.tidings.platform.http.json;

import static dev.tidings.platform.http.HttpProbe.assertFailure;
import static dev.tidings.platform.http.HttpProbe.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JsonBodyTest {
    private static final String THINGS = "/v1/probe/things";

    @Test
    void readsAWholeBodyOnTheEventLoop() {
        RawHttp.Answer answer = post(
                THINGS,
                "{\"name\":\"\\u00e9\\ud83d\\ude00\",\"count\":1,\"big\":9007199254740991,\"ratio\":5,\"flag\":true,"
                        + "\"colour\":\"light_red\",\"at\":\"2026-01-31T10:30:00+01:00\","
                        + "\"webhook\":{\"url\":\"https://a\",\"events\":[\"x\"]},"
                        + "\"messages\":[{\"text\":\"hi\",\"type\":\"text\"},{\"type\":\"spot\",\"latitude\":1.5}],"
                        + "\"tags\":[],\"headers\":{\"a\":\"b\"},\"bare\":3}");
        assertEquals(201, answer.status(), answer.text());
        assertEquals("2026-01-31T09:30:00Z", answer.json().at("/data/at").asText());
        assertEquals(9007199254740991L, answer.json().at("/data/big").asLong());
        assertEquals("text", answer.json().at("/data/messages/0/type").asText());
        RawHttp.Answer thread = post("/v1/probe/thread", "{\"name\":\"a\"}");
        assertTrue(thread.json().path("data").asBoolean(), thread.text());
        assertEquals(201, post(THINGS, "\uFEFF{\"name\":\"a\"}").status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`name`:`a`,`nmae`:1} | nmae",
                "{`name`:`a`,`webhook`:{`uri`:1}} | webhook.uri",
                "{`name`:`a`,`messages`:[{`type`:`text`,`text`:`a`},{`type`:`text`,`txt`:`a`}]} | messages[1].txt",
                "{`name`:`a`,`colour`:`green`} | colour",
                "{`name`:`a`,`colour`:``} | colour",
                "{`name`:`a`,`colour`:`0`} | colour",
                "{`name`:`a`,`messages`:[{`type`:`song`}]} | messages[0].type",
                "{`name`:`a`,`at`:`tomorrow`} | at",
                "{`name`:`a`,`at`:`2026-01-31T10:30:00`} | at",
                "{`name`:`a`,`count`:99999999999} | count",
                "{`name`:`a`,`ratio`:1e999} | ratio",
                "{`name`:`a`,`name`:`b`} | name",
                "{`name`:`a`,`webhook`:{`url`:`https:`,`url`:`b`}} | webhook.url",
                "{`name`:`a\\u0000`} | name",
                "{`name`:`a`,`tags`:[`a`,`\\ud800`]} | tags[1]",
                "{`name`:`a`,`tags`:[`\\udc00\\ud800`]} | tags[0]",
                "{`name`:`a`,`webhook`:{`url`:`\\ud800x`}} | webhook.url",
                "{`name`:`toolong`} | name",
                "{`name`:`a`,`count`:0} | count",
                "{`name`:`a`,`messages`:[{`type`:`spot`,`latitude`:91}]} | messages[0].latitude",
            })
    void refusesBadValues(String body, String field) {
        assertFailure(post(THINGS, json(body)), ErrorCode.INVALID_REQUEST, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`name`:1} | name | Must be a string.",
                "{`name`:true} | name | Must be a string.",
                "{`name`:1.5} | name | Must be a string.",
                "{`name`:{}} | name | Must be a string.",
                "{`name`:[`a`]} | name | Must be a string.",
                "{`name`:`a`,`count`:`1`} | count | Must be an integer.",
                "{`name`:`a`,`count`:``} | count | Must be an integer.",
                "{`name`:`a`,`count`:1.0} | count | Must be an integer.",
                "{`name`:`a`,`count`:1.5} | count | Must be an integer.",
                "{`name`:`a`,`count`:true} | count | Must be an integer.",
                "{`name`:`a`,`big`:1.5} | big | Must be an integer.",
                "{`name`:`a`,`bare`:`1`} | bare | Must be an integer.",
                "{`name`:`a`,`ratio`:`1.5`} | ratio | Must be a number.",
                "{`name`:`a`,`ratio`:false} | ratio | Must be a number.",
                "{`name`:`a`,`flag`:`true`} | flag | Must be true or false.",
                "{`name`:`a`,`flag`:1} | flag | Must be true or false.",
                "{`name`:`a`,`colour`:0} | colour | Must be a string.",
                "{`name`:`a`,`colour`:{}} | colour | Must be a string.",
                "{`name`:`a`,`at`:1700000000} | at | Must be a string holding an ISO-8601 time.",
                "{`name`:`a`,`webhook`:`https://a`} | webhook | Must be an object.",
                "{`name`:`a`,`webhook`:``} | webhook | Must be an object.",
                "{`name`:`a`,`webhook`:[]} | webhook | Must be an object.",
                "{`name`:`a`,`webhook`:7} | webhook | Must be an object.",
                "{`name`:`a`,`tags`:`a`} | tags | Must be an array.",
                "{`name`:`a`,`tags`:``} | tags | Must be an array.",
                "{`name`:`a`,`tags`:{}} | tags | Must be an array.",
                "{`name`:`a`,`tags`:[`a`,1]} | tags[1] | Must be a string.",
                "{`name`:`a`,`tags`:[null]} | tags[0] | Must not be null.",
                "{`name`:`a`,`messages`:[`a`]} | messages[0] | Must be an object.",
                "{`name`:`a`,`headers`:{`x`:1}} | headers.x | Must be a string.",
                "{`name`:`a`,`headers`:[]} | headers | Must be an object.",
            })
    void refusesWrongTypesInJsonTerms(String body, String field, String reason) {
        RawHttp.Answer answer = post(THINGS, json(body));
        assertFailure(answer, ErrorCode.INVALID_PARAMETER_TYPE, field);
        assertEquals(reason, answer.reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | name",
                "{`name`:null} | name",
                "{`count`:0} | name",
                "{`name`:`toolong`,`webhook`:{}} | webhook.url",
                "{`name`:`a`,`messages`:[{`type`:`text`}]} | messages[0].text",
                "{`name`:`a`,`messages`:[{`text`:`a`}]} | messages[0].type",
            })
    void namesWhatIsMissing(String body, String field) {
        assertFailure(post(THINGS, json(body)), ErrorCode.MISSING_REQUIRED_PARAMETER, field);
    }

    @Test
    void takesPrimitivesForRequired() {
        assertEquals(200, post("/v1/probe/bare", "{\"bare\":1,\"flag\":false}").status());
        assertFailure(post("/v1/probe/bare", "{}"), ErrorCode.MISSING_REQUIRED_PARAMETER, "bare");
        assertFailure(post("/v1/probe/bare", "{\"bare\":1}"), ErrorCode.MISSING_REQUIRED_PARAMETER, "flag");
        assertFailure(post("/v1/probe/bare", "{\"bare\":null}"), ErrorCode.MISSING_REQUIRED_PARAMETER, "bare");
        assertFailure(post("/v1/probe/bare", "{\"bare\":{}}"), ErrorCode.INVALID_PARAMETER_TYPE, "bare");
        assertFailure(post("/v1/probe/bare", "{\"bare\":[]}"), ErrorCode.INVALID_PARAMETER_TYPE, "bare");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "\"a\"",
                "true",
                "{",
                "}",
                "{\"name\":",
                "{\"name\"}",
                "{\"name\":\"a\"",
                "{name:1}",
                "{'name':'a'}",
                "{\"name\":\"a\",}",
                "{\"name\":\"a\"}}",
                "{\"name\":\"a\"} x",
                "{\"name\":\"a\"}{}",
                "{\"name\":NaN}",
                "{\"name\":01}",
                "{\"name\":\"a\n\"}",
                "// c\n{\"name\":\"a\"}",
                "{\"name\":\"\\x\"}",
                "{\"name\":tru}",
                "{\"\\u0000\":1}",
                "{\"\\ud800\":1}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        assertFailure(post(THINGS, body), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void saysWhereTheSyntaxBreaks() {
        assertTrue(post(THINGS, "{\n \"name\": x}").reason().contains("line 2"));
        assertTrue(post(THINGS, "").reason().contains("empty"));
        assertEquals(
                "Unknown field. Allowed: name, count, big, ratio, flag, colour, at, webhook, messages, tags, headers, bare.",
                post(THINGS, "{\"name\":\"a\",\"nmae\":1}").reason());
        assertTrue(post(THINGS, "{\"name\":\"a\",\"colour\":\"x\"}").reason().contains("light_red, blue"));
        assertTrue(post(THINGS, "{\"name\":\"a\",\"messages\":[{\"type\":\"x\"}]}")
                .reason()
                .contains("text, spot"));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[][] bodies = {
            {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
            {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'},
            {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'},
            {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'},
            "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16LE),
            "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16),
            {0, 0, 0, 0},
            {'{', '"', 'a', '"', ':', '"', 0, '"', '}'},
        };
        for (byte[] body : bodies) {
            assertFailure(post(THINGS, body, "Content-Type: application/json"), ErrorCode.INVALID_REQUEST);
        }
    }

    @Test
    void boundsWhatOneBodyMayHold() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        assertFailure(post(THINGS, deep), ErrorCode.INVALID_REQUEST);
        assertFailure(post(THINGS, "{\"name\":" + "[".repeat(10_000)), ErrorCode.INVALID_REQUEST);
        assertFailure(post(THINGS, "{\"" + "n".repeat(100_000) + "\":1}"), ErrorCode.INVALID_REQUEST);
        assertFailure(post(THINGS, "{\"count\":" + "9".repeat(100_000) + "}"), ErrorCode.INVALID_REQUEST);
        assertFailure(post(THINGS, "{\"ratio\":1e" + "9".repeat(1000) + "}"), ErrorCode.INVALID_REQUEST);
        assertFailure(post(THINGS, "{\"name\":\"" + "x".repeat(1_000_000) + "\"}"), ErrorCode.INVALID_REQUEST, "name");
        StringBuilder wide = new StringBuilder("{\"name\":\"a\"");
        for (int i = 0; i < 20_000; i++) {
            wide.append(",\"f").append(i).append("\":1");
        }
        assertFailure(post(THINGS, wide.append('}').toString()), ErrorCode.INVALID_REQUEST, "f0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "application/json; charset=latin1",
                "application/vnd.api+json",
                "nonsense",
                "application/json, text/plain",
                "multipart/form-data; boundary=x",
                "*/*",
                ""
            })
    void refusesOtherContentTypes(String type) {
        byte[] body = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        assertFailure(post(THINGS, body, "Content-Type: " + type), ErrorCode.INVALID_REQUEST, "Content-Type");
        assertFailure(
                post("/v1/probe/pictures", body, "Content-Type: " + type), ErrorCode.INVALID_REQUEST, "Content-Type");
    }

    @Test
    void takesJsonInUtf8Only() {
        byte[] body = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        assertFailure(post(THINGS, body), ErrorCode.INVALID_REQUEST, "Content-Type");
        for (String type : new String[] {
            "application/json", "Application/JSON;charset=UTF-8", "application/json; charset=\"utf-8\""
        }) {
            assertEquals(201, post(THINGS, body, "Content-Type: " + type).status(), type);
        }
        assertFailure(
                post(THINGS, body, "Content-Type: application/json", "Content-Encoding: gzip"),
                ErrorCode.INVALID_REQUEST,
                "Content-Encoding");
        assertEquals(
                "{\"success\":true,\"data\":\"hi\"}",
                post("/v1/probe/text", "hi".getBytes(StandardCharsets.UTF_8), "Content-Type: text/plain")
                        .text());
    }

    private static String json(String body) {
        return body.strip().replace('`', '"');
    }
}
