package dev.tidings.core.content;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** International phone numbers, held as their digits (E.164 without the plus sign). */
public final class PhoneNumber {
    /** The text of an error for a number that is not accepted. */
    public static final String RULE =
            "must be a phone number in international format: country code and number without a trunk prefix, 7 to 15 digits";

    /**
     * Forms that only WhatsApp uses, not the numbering plan of the country: Mexican numbers with the 1 that mobile
     * numbers had until 2019, numbers of Côte d'Ivoire and Benin with the eight digits that they had until 2021 and
     * 2024.
     */
    private static final Pattern OF_WHATSAPP = Pattern.compile("521[0-9]{10}|225[0-9]{8}|229[0-9]{8}");

    private static final Pattern LEADING_ZEROS = Pattern.compile("0+(?=[0-9])");
    private static final int LONGEST_CODE = 3;

    private static final Pattern WRITTEN = Pattern.compile("\\+?[0-9 ().\\-/]{7,40}");
    private static final Pattern NOT_DIGITS = Pattern.compile("[^0-9]");

    private PhoneNumber() {}

    /**
     * The digits of a number as people write it, with or without the plus sign and separators, if it has a form that a
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
     * Whether the digits begin with a known country code and have a length that numbers of that country can have, or a
     * form in which WhatsApp itself writes numbers. They are checked unchanged, because they are sent unchanged: with
     * a trunk prefix, such as the 0 of +44 (0)20, they reach no one. Deliberately not {@code isValidNumber}: its
     * metadata lags behind newly assigned ranges.
     */
    public static boolean isPossible(String digits) {
        return OF_WHATSAPP.matcher(digits).matches()
                || countryCode(digits) > 0 && isPossible(digits, countryCode(digits));
    }

    private static boolean isPossible(String digits, int countryCode) {
        String national = digits.substring(Integer.toString(countryCode).length());
        if (national.isEmpty()) {
            return false;
        }
        Phonenumber.PhoneNumber number =
                new Phonenumber.PhoneNumber().setCountryCode(countryCode).setNationalNumber(Long.parseLong(national));
        Matcher zeros = LEADING_ZEROS.matcher(national);
        if (zeros.lookingAt()) {
            number.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros.end());
        }
        return PhoneNumberUtil.getInstance().isPossibleNumber(number);
    }

    /** No code is the start of another one; 0 when the digits start with none. */
    private static int countryCode(String digits) {
        Set<Integer> known = PhoneNumberUtil.getInstance().getSupportedCallingCodes();
        return IntStream.rangeClosed(1, Math.min(LONGEST_CODE, digits.length()))
                .map(length -> Integer.parseInt(digits.substring(0, length)))
                .filter(known::contains)
                .findFirst()
                .orElse(0);
    }

    /**
     * All forms in which WhatsApp and people write the same number, the given one first. Mexico, Argentina, Brazil,
     * Benin and Côte d'Ivoire changed the length of their numbers, or WhatsApp uses a different length.
     */
    public static List<String> forms(String digits) {
        Set<String> forms = new LinkedHashSet<>(List.of(digits));
        for (Form form : Form.values()) {
            form.others(digits).forEach(forms::add);
        }
        return List.copyOf(forms);
    }

    /** Two ways to write the numbers of a country. */
    private enum Form {
        MEXICO("521([0-9]{10})", "52([0-9]{10})", "521$1", "52$1"),
        ARGENTINA("549([0-9]{10})", "54([0-8][0-9]{9})", "549$1", "54$1"),
        BRAZIL("55([1-9]{2})9([6-9][0-9]{7})", "55([1-9]{2})([6-9][0-9]{7})", "55$19$2", "55$1$2"),
        BENIN("22901([0-9]{8})", "229([0-9]{8})", "22901$1", "229$1"),
        MOOV("22501([0-9]{8})", "225([0-9]{8})", "22501$1", "225$1"),
        MTN("22505([0-9]{8})", "225([0-9]{8})", "22505$1", "225$1"),
        ORANGE("22507([0-9]{8})", "225([0-9]{8})", "22507$1", "225$1");

        private final Pattern longForm;
        private final Pattern shortForm;
        private final String lengthened;
        private final String shortened;

        Form(String longForm, String shortForm, String lengthened, String shortened) {
            this.longForm = Pattern.compile(longForm);
            this.shortForm = Pattern.compile(shortForm);
            this.lengthened = lengthened;
            this.shortened = shortened;
        }

        private Stream<String> others(String digits) {
            Matcher isLong = longForm.matcher(digits);
            Matcher isShort = shortForm.matcher(digits);
            return Stream.concat(
                    isLong.matches() ? Stream.of(isLong.replaceFirst(shortened)) : Stream.empty(),
                    isShort.matches() ? Stream.of(isShort.replaceFirst(lengthened)) : Stream.empty());
        }
    }

    /** The number for logs: all but its last four digits hidden. */
    public static String masked(String digits) {
        return digits == null ? null : "…" + digits.substring(Math.max(0, digits.length() - 4));
    }
}
