package dev.tidings.platform.http.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParamsTest {
    private static final String ID = "msg_01hv3k8q4m2n6p7r8s9t0v1w2x";

    private enum Direction {
        INBOUND,
        OUTBOUND
    }

    @Test
    void readsIntegers() {
        assertEquals(7, Params.integer("n", null, 1, 9, 7));
        assertEquals(7, Params.integer("n", "", 1, 9, 7));
        assertEquals(9, Params.integer("n", "9", 1, 9, 7));
        assertEquals(-3, Params.integer("n", "-3", -9, 9, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "1e3", " 1", "0x1", "١", "--1", "+"})
    void refusesWhatIsNoInteger(String raw) {
        assertFailure(() -> Params.integer("n", raw, 1, 9, 7), ErrorCode.INVALID_PARAMETER_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "-1", "99999999999", "123456789012345678901234567890"})
    void refusesIntegersOutOfRange(String raw) {
        assertFailure(() -> Params.integer("n", raw, 1, 9, 7), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void readsTimesWithAZone() {
        assertEquals(Instant.parse("2026-01-31T08:30:00Z"), Params.instant("t", "2026-01-31T09:30:00+01:00"));
        assertNull(Params.instant("t", null));
        for (String raw : List.of("2026-01-31", "2026-01-31T09:30:00", "now", "1700000000", "+99999-01-01T00:00:00Z")) {
            assertFailure(() -> Params.instant("t", raw), ErrorCode.INVALID_PARAMETER_TYPE);
        }
    }

    @Test
    void readsNamesAndFlags() {
        assertEquals(Direction.INBOUND, Params.oneOf("d", "inbound", Direction.class));
        assertNull(Params.oneOf("d", null, Direction.class));
        ApiException failure = assertThrows(ApiException.class, () -> Params.oneOf("d", "INBOUND", Direction.class));
        assertTrue(failure.details().orElseThrow().reason().contains("inbound, outbound"));
        assertEquals(
                List.of(Direction.INBOUND, Direction.OUTBOUND),
                Params.anyOf("d", List.of("outbound", "", "inbound", "outbound"), Direction.class));
        assertEquals(List.of(), Params.anyOf("d", List.of(""), Direction.class));
        assertFailure(() -> Params.anyOf("d", List.of("inbound,outbound"), Direction.class), ErrorCode.INVALID_REQUEST);
        assertTrue(Params.bool("b", "true", false));
        assertFailure(() -> Params.bool("b", "yes", false), ErrorCode.INVALID_PARAMETER_TYPE);
        assertFailure(() -> Params.required("r", " "), ErrorCode.MISSING_REQUIRED_PARAMETER);
    }

    @Test
    void cursorsComeBackAsTheyWent() {
        String mark = Cursor.mark(IdKind.MESSAGE, (Object) null);
        assertEquals(ID, Cursor.decode(Cursor.encode(ID, mark), IdKind.MESSAGE, mark));
    }

    @Test
    void cursorsCountOnTheirOwnListOnly() {
        String cursor = Cursor.encode(ID, Cursor.mark(IdKind.MESSAGE, "14155552671", List.of(Direction.INBOUND)));
        for (String other : List.of(
                Cursor.mark(IdKind.SESSION, "14155552671", List.of(Direction.INBOUND)),
                Cursor.mark(IdKind.MESSAGE, "14155552671", List.of()),
                Cursor.mark(IdKind.MESSAGE, null, List.of(Direction.INBOUND)),
                Cursor.mark(IdKind.MESSAGE))) {
            assertFailure(() -> Cursor.decode(cursor, IdKind.MESSAGE, other), ErrorCode.INVALID_REQUEST);
        }
    }

    @Test
    void takesCursorsOfTheReleaseBeforeOnTheListOfTheirKind() {
        String mark = Cursor.mark(IdKind.MESSAGE);
        String old = Base64.getUrlEncoder().withoutPadding().encodeToString(ID.getBytes(StandardCharsets.UTF_8));
        assertEquals(ID, Cursor.decode(old, IdKind.MESSAGE, mark));
        assertFailure(() -> Cursor.decode(old, IdKind.EVENT, mark), ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%%%", "bXNnXzE=", "AAAA", "bXNnXzF", "a b"})
    void refusesCursorsOfOthers(String raw) {
        assertFailure(() -> Cursor.decode(raw, IdKind.MESSAGE, "x"), ErrorCode.INVALID_REQUEST);
        assertFailure(() -> Cursor.decode("A".repeat(100_000), IdKind.MESSAGE, "x"), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void cutsPages() {
        PageRequest request = PageRequest.of(IdKind.MESSAGE, "2", null);
        Page<String> first = Page.of(List.of("c", "b", "a"), request, id -> id);
        assertEquals(List.of("c", "b"), first.items());
        assertEquals(
                "b", PageRequest.of(IdKind.MESSAGE, "2", first.nextCursor()).after());
        assertNull(Page.of(List.of("c", "b"), request, id -> id).nextCursor());
        assertEquals(20, PageRequest.of(IdKind.MESSAGE, null, "").limit());
        assertFailure(() -> PageRequest.of(IdKind.MESSAGE, "101", null), ErrorCode.INVALID_REQUEST);
    }

    private static void assertFailure(Executable call, ErrorCode code) {
        assertEquals(code, assertThrows(ApiException.class, call).code());
    }
}
