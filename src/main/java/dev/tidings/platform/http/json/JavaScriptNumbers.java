package dev.tidings.platform.http.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as {@code JSON.stringify} writes them (ECMAScript, Number::toString): a client in JavaScript that reads an answer and
 * writes it again gets the same text, so that a signature over it still holds. Like there, a number is an IEEE double.
 */
final class JavaScriptNumbers {
    private static final BigInteger LARGEST_EXACT = BigInteger.ONE.shiftLeft(53);

    /** From here on there is an exponent, on both sides of zero. */
    private static final int LONGEST_INTEGER = 21;

    private static final int MOST_LEADING_ZEROS = 6;

    private JavaScriptNumbers() {}

    /** Whether the integer is told exactly by a double, so that it is written as it stands. */
    static boolean isExact(long value) {
        return Math.abs(value) <= LARGEST_EXACT.longValue() && value != Long.MIN_VALUE;
    }

    static boolean isExact(BigInteger value) {
        return value.abs().compareTo(LARGEST_EXACT) <= 0;
    }

    /** What is no finite number is {@code null}. */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        if (value == 0) {
            return "0";
        }
        return value < 0 ? "-" + positive(-value) : positive(value);
    }

    private static String positive(double value) {
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        if (point > LONGEST_INTEGER || point <= -MOST_LEADING_ZEROS) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "-") + Math.abs(point - 1);
        }
        if (point >= digits.length()) {
            return digits + "0".repeat(point - digits.length());
        }
        return point > 0
                ? digits.substring(0, point) + "." + digits.substring(point)
                : "0." + "0".repeat(-point) + digits;
    }

    /** The decimal with the fewest digits that reads as this double; Java's own has two digits at least. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            BigDecimal shorter = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() == value) {
                return shorter.stripTrailingZeros();
            }
        }
        return decimal;
    }
}
