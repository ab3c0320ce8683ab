package dev.tidings.platform.process;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in one line why the service did not start, if the reason is one that an operator can mend. */
final class StartReport {
    /** What the configuration says of a value that its converter refused. */
    private static final Pattern REFUSED = Pattern.compile(
            "(?s).*config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)");

    private static final Pattern EMPTY =
            Pattern.compile("(?s).*config property (\\S+) is defined as the empty String.*");
    private static final Pattern MISSING = Pattern.compile("(?s).*config property (\\S+) is required but .*");
    private static final Pattern CODE = Pattern.compile("\\bSRCFG\\d+: ");
    private static final Pattern TYPE = Pattern.compile("^([\\w$]+\\.)+[\\w$]*(Exception|Error): ");
    private static final int LONGEST = 100;

    private StartReport() {}

    /** Empty when nobody foresaw it: then the stack trace is wanted. */
    static Optional<String> of(Throwable failure) {
        Throwable root = ExceptionUtil.getRootCause(failure);
        if (root instanceof PreventFurtherStepsException deliberate) {
            return Optional.of(String.valueOf(deliberate.getMessage()));
        }
        if (root instanceof BindException) {
            return Optional.of("The port of quarkus.http.port is in use by another process, or its address"
                    + " (quarkus.http.host) is not of this machine: " + root.getMessage());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigValidationException invalid && invalid.getProblemCount() > 0) {
                return Optional.of(line(invalid.getProblem(0).getMessage()));
            }
            if (cause instanceof ConfigurationException
                    || (isOfSetting(cause)
                            && (cause instanceof IllegalArgumentException
                                    || cause instanceof NoSuchElementException))) {
                return Optional.of(line(cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static boolean isOfSetting(Throwable cause) {
        return cause.getMessage() != null
                && (REFUSED.matcher(cause.getMessage()).matches()
                        || EMPTY.matcher(cause.getMessage()).matches()
                        || MISSING.matcher(cause.getMessage()).matches());
    }

    private static String line(String problem) {
        Matcher refused = REFUSED.matcher(problem);
        if (refused.matches()) {
            return about(refused.group(1), reason(refused.group(3)) + ", but is '" + shortened(refused.group(2)) + "'");
        }
        Matcher empty = EMPTY.matcher(problem);
        if (empty.matches()) {
            return about(empty.group(1), "is set to nothing: give it a value, or do not set it");
        }
        Matcher missing = MISSING.matcher(problem);
        return missing.matches() ? about(missing.group(1), "must be set") : oneLine(problem);
    }

    private static String about(String setting, String what) {
        String page = setting.startsWith("tidings.") ? " docs/configuration.md lists all settings." : "";
        return "The setting " + setting + " " + what + "." + page;
    }

    /** Our converters say what would be right; those of libraries say in their own words what is wrong. */
    private static String reason(String words) {
        String plain = oneLine(words).replaceAll("\\.$", "");
        return plain.startsWith("must ") ? plain : "must have another value (" + plain + ")";
    }

    private static String shortened(String value) {
        String line = oneLine(value);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private static String oneLine(String text) {
        String lines = text.lines().map(String::strip).collect(Collectors.joining(" "));
        return TYPE.matcher(CODE.matcher(lines).replaceAll("")).replaceFirst("");
    }
}
