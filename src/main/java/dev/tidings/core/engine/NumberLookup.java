package dev.tidings.core.engine;

/**
 * What WhatsApp says of a phone number.
 *
 * @param onWhatsApp null when the engine cannot tell
 * @param chatId the number as WhatsApp itself writes it, which is the conversation of its messages; null when the engine cannot
 *     tell, or the number is not on WhatsApp
 */
public record NumberLookup(Boolean onWhatsApp, String chatId) {
    /** Of an engine that cannot tell. */
    public static final NumberLookup UNKNOWN = new NumberLookup(null, null);
}
