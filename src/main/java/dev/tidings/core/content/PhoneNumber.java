package dev.tidings.core.content;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import java.util.Optional;
import java.util.regex.Pattern;

/** International phone numbers, held as their digits (E.164 without the plus sign). */
public final class PhoneNumber {
    /** What an error says of a number that is not accepted. */
    public static final String RULE =
            "must be a phone number in international format: country code and number, 7 to 15 digits";

    private static final Pattern WRITTEN = Pattern.compile("\\+?[0-9 ().\\-/]{7,40}");
    private static final Pattern NOT_DIGITS = Pattern.compile("[^0-9]");

    private PhoneNumber() {}

    /**
     * The digits of a number as people write it, with or without the plus sign and separators, when it has a form that a
     * number can have: 7 to 15 digits.
     */
    public static Optional<String> digits(String written) {
        String trimmed = written.strip();
        if (!WRITTEN.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        String digits = NOT_DIGITS.matcher(trimmed).replaceAll("");
        return digits.length() < 7 || digits.length() > 15 ? Optional.empty() : Optional.of(digits);
    }

    /** Declares the rule for the form of a number in a request. */
    public static void check(Violations checks, String field, String written) {
        checks.that(field, written, () -> digits(written).isPresent(), ErrorCode.INVALID_PHONE_NUMBER, RULE);
    }

    /**
     * Whether the digits begin with a known country code and have a length that numbers of that country can have.
     * Deliberately not {@code isValidNumber}: its metadata lags behind newly assigned ranges.
     */
    public static boolean isPossible(String digits) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            return numbers.isPossibleNumber(numbers.parse("+" + digits, null));
        } catch (NumberParseException e) {
            return false;
        }
    }

    /** The number for logs: all but its last four digits hidden. */
    public static String masked(String digits) {
        return digits == null ? null : "…" + digits.substring(Math.max(0, digits.length() - 4));
    }
}
