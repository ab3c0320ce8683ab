package dev.tidings.platform.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.support.JavaScript;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalModuleTest {
    private static final int SAMPLES = 20_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Random random = new Random(20261127);

    CanonicalModuleTest() {
        new JsonCustomizer().customize(mapper);
    }

    @ParameterizedTest
    @CsvSource({
        "106.0, 106",
        "-0.0, 0",
        "0.1, 0.1",
        "1e10, 10000000000",
        "123456789012345680000, 123456789012345680000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "0.0000015, 0.0000015",
        "0.0000001, 1e-7",
        "-1.25e-9, -1.25e-9",
        "2e-3, 0.002",
        "2e23, 2e+23",
        "9007199254740993, 9007199254740992",
        "4.9e-324, 5e-324",
        "9.9e-324, 1e-323",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "NaN, null",
        "Infinity, null"
    })
    void writesDoublesAsJavaScriptDoes(double value, String text) throws JsonProcessingException {
        assertEquals(text, mapper.writeValueAsString(value));
    }

    @Test
    void writesOtherNumbersAsTheDoublesThatTheyAreThere() throws JsonProcessingException {
        assertEquals("9007199254740992", mapper.writeValueAsString(9_007_199_254_740_993L));
        assertEquals("-9223372036854776000", mapper.writeValueAsString(Long.MIN_VALUE));
        assertEquals("9007199254740991", mapper.writeValueAsString((1L << 53) - 1));
        assertEquals("12345678901234567000", mapper.writeValueAsString(new BigInteger("12345678901234567890")));
        assertEquals("1.5", mapper.writeValueAsString(new BigDecimal("1.500")));
        assertEquals("null", mapper.writeValueAsString(BigInteger.TEN.pow(400)));
    }

    @Test
    void putsKeysThatAreIntegersFirst() throws JsonProcessingException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String key : List.of("b", "10", "4294967295", "4294967294", "9", "007", "-1", "a", "1.0", "0")) {
            map.put(key, 1);
        }
        String text = mapper.writeValueAsString(map);
        assertEquals(
                "{\"0\":1,\"9\":1,\"10\":1,\"4294967294\":1,\"b\":1,\"4294967295\":1,\"007\":1,\"-1\":1,\"a\":1,\"1.0\":1}",
                text);
        assertReadsTheSame(List.of(text));
    }

    @Test
    void escapesNoMoreThanJavaScriptDoes() throws JsonProcessingException {
        StringBuilder all = new StringBuilder("/\u007f\u0080\u00ff\u2028\u2029\ufeff\uffff😀");
        for (char c = 0; c <= ' '; c++) {
            all.append(c);
        }
        assertReadsTheSame(List.of(mapper.writeValueAsString(all.append("\"\\"))));
    }

    /** Whatever comes, in the words of the reader that made it and of JavaScript. */
    @Test
    void isReadAndWrittenAgainToTheSameText() throws JsonProcessingException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            String text = mapper.writeValueAsString(value(3));
            assertEquals(text, mapper.writeValueAsString(mapper.readValue(text, Object.class)));
            texts.add(text);
        }
        assertReadsTheSame(texts);
    }

    private static void assertReadsTheSame(List<String> texts) {
        JavaScript.roundTrip(texts).ifPresent(written -> assertEquals(texts, written));
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 9)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(1_000_000) / Math.pow(10, random.nextInt(12));
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> new BigInteger(random.nextInt(1100), random);
            case 4 -> new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(700) - 350);
            case 5 -> random.nextInt(3) == 0 ? null : random.nextBoolean();
            case 6 -> text();
            case 7 -> List.of(text(), random.nextDouble(), random.nextInt());
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(random.nextInt(3) == 0 ? String.valueOf(random.nextInt()) : text(), value(depth - 1));
                }
                yield map;
            }
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int c = random.nextInt(4) == 0 ? random.nextInt(0x3000) : random.nextInt(Character.MAX_CODE_POINT + 1);
            text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '?' : c);
        }
        return text.toString();
    }
}
