package dev.tidings.core.content;

import java.util.regex.Pattern;

/** Ids of conversations that are not phone numbers: of groups, and of people who show no number. */
public final class ChatIds {
    private static final Pattern FORM = Pattern.compile("(?=.*[A-Za-z@])[A-Za-z0-9._@:=+/-]{3,140}");

    private ChatIds() {}

    /** Whether the text has the form of one; which of them exist is known only from inbound messages. */
    public static boolean isForm(String text) {
        return FORM.matcher(text).matches();
    }
}
