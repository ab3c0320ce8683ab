package dev.tidings.platform.validation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViolationsTest {
    private record Leaf(String text) implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("text", text).length("text", text, 1, 3, ErrorCode.MESSAGE_TOO_LONG);
        }
    }

    @Test
    void reportsMissingFieldsBeforeBadValues() {
        Violations checks = Violations.start()
                .length("a", "toolong", 1, 3)
                .required("b", null)
                .required("c", null);
        assertFailure(checks, ErrorCode.MISSING_REQUIRED_PARAMETER, "b");
    }

    @Test
    void reportsBadValuesInTheOrderOfTheSchema() {
        Violations checks = Violations.start()
                .that("a", false, ErrorCode.INVALID_PHONE_NUMBER, "no")
                .that("b", false, ErrorCode.INVALID_REQUEST, "no");
        assertFailure(checks, ErrorCode.INVALID_PHONE_NUMBER, "a");
    }

    @Test
    void takesOnlyAbsentValuesForMissing() {
        assertDoesNotThrow(Violations.start().required("a", "").required("b", List.of())::throwFirst);
        assertFailure(Violations.start().required("a", null), ErrorCode.MISSING_REQUIRED_PARAMETER, "a");
        assertFailure(
                Violations.start().requiredWhen(true, "a", null, "why"), ErrorCode.MISSING_REQUIRED_PARAMETER, "a");
        assertDoesNotThrow(Violations.start().requiredWhen(false, "a", null, "why")::throwFirst);
    }

    @Test
    void countsCodePoints() {
        assertDoesNotThrow(Violations.start().length("a", "\uD83D\uDE00".repeat(3), 1, 3)::throwFirst);
        Violations checks = Violations.start().length("a", "\uD83D\uDE00".repeat(4), 1, 3);
        ApiException failure = assertThrows(ApiException.class, checks::throwFirst);
        assertTrue(failure.details().orElseThrow().reason().endsWith("this one has 4."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\t\n",
                "\u00A0",
                "\u2003",
                "\u3000",
                "\u200B",
                "\u200D",
                "\uFEFF",
                "\u2060",
                "\u00AD",
                "\u202E",
                "\u180E",
                "\u115F",
                "\u1160",
                "\u3164",
                "\uFFA0",
                "\u2800",
                "\uFE0F",
                "\u034F",
                "\uDB40\uDC41",
                "\u0001",
                " \u200B\u00A0\uFEFF "
            })
    void refusesWhatShowsNothing(String blank) {
        assertTrue(Blank.is(blank));
        assertFailure(Violations.start().length("a", blank, 1, 100), ErrorCode.INVALID_REQUEST, "a");
        assertFailure(
                Violations.start().length("a", blank, 0, 100, ErrorCode.MESSAGE_TOO_LONG),
                ErrorCode.INVALID_REQUEST,
                "a");
    }

    @Test
    void letsTextsPassThatShowSomething() {
        for (String text : new String[] {"a", " a ", "\u200Bx", "\u0300", ".", "\uD83D\uDC4D\uFE0F", "\u0627"}) {
            assertFalse(Blank.is(text), text);
        }
        // where nothing is allowed, nothing is no fault
        assertDoesNotThrow(Violations.start().length("a", "", 0, 3)::throwFirst);
        assertFailure(Violations.start().length("a", "", 1, 3), ErrorCode.INVALID_REQUEST, "a");
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertFailure(Violations.start().range("a", Double.NaN, -90, 90), ErrorCode.INVALID_REQUEST, "a");
        assertFailure(Violations.start().range("a", Double.POSITIVE_INFINITY, -90, 90), ErrorCode.INVALID_REQUEST, "a");
        assertFailure(Violations.start().range("a", 90.1, -90, 90), ErrorCode.INVALID_REQUEST, "a");
        assertDoesNotThrow(Violations.start().range("a", 90, -90, 90)::throwFirst);
    }

    @Test
    void letsAbsentValuesPass() {
        assertDoesNotThrow(Violations.start()
                .length("a", null, 1, 2)
                .range("b", null, 1, 2)
                .size("c", null, 1, 2)
                .that("d", null, () -> false, ErrorCode.INVALID_REQUEST, "no")
                .nested("e", null)
                .each("f", null)::throwFirst);
    }

    @Test
    void namesThePathOfNestedFields() {
        assertFailure(
                Violations.start().nested("leaf", new Leaf(null)), ErrorCode.MISSING_REQUIRED_PARAMETER, "leaf.text");
        Violations checks = Violations.start().each("leaves", List.of(new Leaf("ok"), new Leaf("too long")));
        assertFailure(checks, ErrorCode.MESSAGE_TOO_LONG, "leaves[1].text");
        assertFailure(
                Violations.start().each("leaves", Arrays.asList(new Leaf("ok"), null)),
                ErrorCode.MISSING_REQUIRED_PARAMETER,
                "leaves[1]");
    }

    @Test
    void boundsLists() {
        assertFailure(Violations.start().size("a", List.of(1, 2, 3), 1, 2), ErrorCode.INVALID_REQUEST, "a");
        assertDoesNotThrow(Violations.start().size("a", List.of(1, 2), 1, 2)::throwFirst);
    }

    private static void assertFailure(Violations checks, ErrorCode code, String field) {
        ApiException failure = assertThrows(ApiException.class, checks::throwFirst);
        assertEquals(code, failure.code());
        assertEquals(field, failure.details().orElseThrow().field());
    }
}
