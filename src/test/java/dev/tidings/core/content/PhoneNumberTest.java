package dev.tidings.core.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5215512345678", "525512345678", "5491123456789", "541123456789", "5511912345678", "551112345678",
                "553188887777", "22507123456", "2250707123456", "22997123456", "2290197123456", "14155552671",
                "447911123456", "390612345678", "8801712345678", "13135550002", "870773111632"
            })
    void takesTheFormsThatWhatsAppUses(String digits) {
        assertTrue(PhoneNumber.isPossible(digits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "52155123456789",
                "99999999999",
                "1415555",
                // with a trunk prefix that a parser would remove, and WhatsApp would not
                "4407911123456",
                "114155552671",
                "54111512345678"
            })
    void judgesDigitsAsTheyAreSent(String digits) {
        assertFalse(PhoneNumber.isPossible(digits));
    }

    @ParameterizedTest
    @CsvSource({
        "525512345678,5215512345678",
        "541123456789,5491123456789",
        "553188887777,5531988887777",
        "22997123456,2290197123456"
    })
    void knowsTheFormsOfOneNumber(String one, String other) {
        assertEquals(Set.of(one, other), Set.copyOf(PhoneNumber.forms(one)));
        assertEquals(Set.of(one, other), Set.copyOf(PhoneNumber.forms(other)));
        assertEquals(one, PhoneNumber.forms(one).get(0));
    }

    @Test
    void makesNothingOfOtherNumbers() {
        assertEquals(Set.of("14155552671"), Set.copyOf(PhoneNumber.forms("14155552671")));
        assertEquals(Set.of("551133334444"), Set.copyOf(PhoneNumber.forms("551133334444")), "a landline");
        assertEquals(4, PhoneNumber.forms("22507123456").size());
    }
}
