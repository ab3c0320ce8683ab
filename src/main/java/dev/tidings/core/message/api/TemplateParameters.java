package dev.tidings.core.message.api;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Map;

/** The rules for the values of a template, which has the official API's form and no schema of ours. */
final class TemplateParameters {
    private TemplateParameters() {}

    /** No text anywhere in it is blank: WhatsApp does not accept that for a variable. */
    static void check(Violations checks, String path, Object value) {
        if (value instanceof String text) {
            checks.that(path, !Blank.is(text), ErrorCode.INVALID_REQUEST, "Must not be blank.");
        } else if (value instanceof List<?> entries) {
            for (int i = 0; i < entries.size(); i++) {
                check(checks, path + "[" + i + "]", entries.get(i));
            }
        } else if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, part) -> check(checks, path + "." + name, part));
        }
    }
}
