package dev.tidings.core.content;

import java.util.regex.Pattern;

/** Ids of conversations that are no phone numbers: of groups, and of people who show none. */
public final class ChatIds {
    private static final Pattern FORM = Pattern.compile("(?=.*[A-Za-z@])[A-Za-z0-9._@:=+/-]{3,140}");

    private ChatIds() {}

    /** Whether the text can be one; which ones there are, the messages that came in say. */
    public static boolean isForm(String text) {
        return FORM.matcher(text).matches();
    }
}
