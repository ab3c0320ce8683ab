package dev.tidings.engine.sandbox;

import dev.tidings.core.content.PhoneNumber;
import java.util.regex.Pattern;

/** How the sandbox's WhatsApp writes numbers, as the real one does for most numbers of a country. */
final class SandboxNumbers {
    /**
     * Mexican numbers with a 1, Argentine numbers with a 9, Brazilian numbers with the ninth digit only around São
     * Paulo, Rio and Vitória.
     */
    private static final Pattern USUAL =
            Pattern.compile("521[0-9]{10}|549[0-9]{10}|55[12][1-9]9[6-9][0-9]{7}|55[3-9][1-9][6-9][0-9]{7}");

    private SandboxNumbers() {}

    /** The one number that represents all forms in which the given one may be written. */
    static String onWhatsApp(String digits) {
        return PhoneNumber.forms(digits).stream()
                .filter(form -> USUAL.matcher(form).matches())
                .findFirst()
                .orElse(digits);
    }
}
