package dev.tidings.engine.linked.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import org.junit.jupiter.api.Test;

class DictionaryTest {
    @Test
    void holdsEveryWordUnderItsCode() {
        assertEquals(Vectors.read("tokens", "dictionaryVersion").asInt(), Dictionary.VERSION);
        JsonNode single = Vectors.read("tokens", "single");
        assertEquals(236, single.size());
        for (int i = 1; i < single.size(); i++) {
            assertEquals(single.get(i).asText(), Dictionary.single(i));
            assertEquals(i, Dictionary.code(single.get(i).asText()));
        }
        JsonNode pages = Vectors.read("tokens", "double");
        assertEquals(4, pages.size());
        for (int page = 0; page < 4; page++) {
            assertEquals(256, pages.get(page).size());
            for (int i = 0; i < 256; i++) {
                String word = pages.get(page).get(i).asText();
                assertEquals(word, Dictionary.paged(Dictionary.FIRST_PAGE + page, i));
                assertEquals(Dictionary.FIRST_PAGE + page << 8 | i, Dictionary.code(word));
            }
        }
    }

    @Test
    void holdsNothingElse() {
        assertFalse(Dictionary.isSingle(0));
        assertFalse(Dictionary.isSingle(236));
        assertFalse(Dictionary.isPage(240));
        assertEquals(-1, Dictionary.code(""));
        assertEquals(-1, Dictionary.code("no such word"));
    }
}
