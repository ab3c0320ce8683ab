package dev.tidings.platform.validation;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Collects what is missing in a request and what is wrong with it. All missing fields come before all bad values, each group in
 * the order in which the rules were declared. Every rule but {@link #required} lets an absent value pass, so that a
 * field is only reported once.
 */
public final class Violations {
    private final String path;
    private final List<ApiException> missing;
    private final List<ApiException> wrong;

    private Violations(String path, List<ApiException> missing, List<ApiException> wrong) {
        this.path = path;
        this.missing = missing;
        this.wrong = wrong;
    }

    /** Checks that start at the root of a request. */
    public static Violations start() {
        return new Violations("", new ArrayList<>(), new ArrayList<>());
    }

    /**
     * Runs the rules of a request.
     *
     * @return the request, when it follows them all
     * @throws ApiException the first missing field, otherwise the first bad value
     */
    public static <T extends Validated> T verify(T request) {
        Violations violations = start();
        request.check(violations);
        violations.throwFirst();
        return request;
    }

    /** Requires a value: {@code missing_required_parameter} when it is absent or null. An empty one is a bad value. */
    public Violations required(String field, Object value) {
        return requiredWhen(true, field, value, "This field is required.");
    }

    /**
     * Requires a field under a condition on other fields.
     *
     * @param reason why it is needed, such as {@code "A document needs a file name."}
     */
    public Violations requiredWhen(boolean needed, String field, Object value, String reason) {
        if (needed && value == null) {
            missing.add(ApiException.of(ErrorCode.MISSING_REQUIRED_PARAMETER, at(field), reason));
        }
        return this;
    }

    /** Bounds a text, counted in code points; {@code invalid_request} outside of them, and for a {@link Blank} one. */
    public Violations length(String field, String value, int min, int max) {
        return length(field, value, min, max, ErrorCode.INVALID_REQUEST);
    }

    /**
     * Bounds a text, counted in code points, with the code that fits the field. A {@link Blank} text is
     * {@code invalid_request}; where no character is needed, an empty one passes.
     */
    public Violations length(String field, String value, int min, int max, ErrorCode code) {
        if (value == null) {
            return this;
        }
        if (Blank.is(value) && (min > 0 || !value.isEmpty())) {
            return that(field, false, ErrorCode.INVALID_REQUEST, "Must not be blank.");
        }
        int length = value.codePointCount(0, value.length());
        return that(field, length >= min && length <= max, code, lengths(min, max) + "; this one has " + length + ".");
    }

    /** Limits a number, with {@code invalid_request}; a number that is not finite is refused too. */
    public Violations range(String field, Number value, double min, double max) {
        if (value == null) {
            return this;
        }
        double number = value.doubleValue();
        String reason = "Must lie between " + plain(min) + " and " + plain(max) + ".";
        return that(field, number >= min && number <= max, ErrorCode.INVALID_REQUEST, reason);
    }

    /** Limits the number of entries of a list. */
    public Violations size(String field, Collection<?> value, int min, int max) {
        if (value == null) {
            return this;
        }
        boolean ok = value.size() >= min && value.size() <= max;
        String reason = "Must hold " + min + " to " + max + " entries; this list has " + value.size() + ".";
        return that(field, ok, ErrorCode.INVALID_REQUEST, reason);
    }

    /** Records a bad value unless {@code ok}. */
    public Violations that(String field, boolean ok, ErrorCode code, String reason) {
        if (!ok) {
            wrong.add(ApiException.of(code, at(field), reason));
        }
        return this;
    }

    /** Evaluates the condition only when there is a value, and records a bad value unless it holds. */
    public Violations that(String field, Object value, BooleanSupplier ok, ErrorCode code, String reason) {
        return value == null ? this : that(field, ok.getAsBoolean(), code, reason);
    }

    /** Runs the rules of a nested object, with the field's name in front of its paths. */
    public Violations nested(String field, Validated value) {
        if (value != null) {
            value.check(new Violations(at(field), missing, wrong));
        }
        return this;
    }

    /** Runs the rules of each entry, with paths such as {@code messages[2].text}. */
    public Violations each(String field, List<? extends Validated> values) {
        if (values != null) {
            for (int i = 0; i < values.size(); i++) {
                String entry = field + "[" + i + "]";
                required(entry, values.get(i));
                nested(entry, values.get(i));
            }
        }
        return this;
    }

    /** The first failure: missing fields before bad values. */
    public void throwFirst() {
        if (!missing.isEmpty()) {
            throw missing.get(0);
        }
        if (!wrong.isEmpty()) {
            throw wrong.get(0);
        }
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String lengths(int min, int max) {
        return min == 0
                ? "Must have at most " + max + " characters"
                : "Must have " + min + " to " + max + " characters";
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
