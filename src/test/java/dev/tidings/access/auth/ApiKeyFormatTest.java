package dev.tidings.access.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFormatTest {
    @Test
    void knowsItsOwnKeys() {
        String key = ApiKeyFormat.generate();
        assertEquals(50, key.length());
        assertTrue(ApiKeyFormat.isWellFormed(key));
        assertNotEquals(key, ApiKeyFormat.generate());
    }

    @Test
    void refusesAKeyWithAnyCharacterChanged() {
        String key = ApiKeyFormat.generate();
        for (int i = 0; i < key.length(); i++) {
            char other = key.charAt(i) == 'a' ? 'b' : 'a';
            assertFalse(ApiKeyFormat.isWellFormed(key.substring(0, i) + other + key.substring(i + 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "changeme-changeme-changeme-changeme",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "0123456789abcdef0123456789abcdef"
            })
    void refusesWeakAdminKeys(String weak) {
        assertTrue(OperatorKeyStrength.objection(weak).isPresent());
    }

    @Test
    void acceptsARandomAdminKey() {
        assertTrue(OperatorKeyStrength.objection("9f1c0b7e5a3d48266b0fd1c2a7e94835")
                .isEmpty());
    }
}
