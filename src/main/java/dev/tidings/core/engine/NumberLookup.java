package dev.tidings.core.engine;

/**
 * What WhatsApp reports about a phone number.
 *
 * @param onWhatsApp null when the engine does not know
 * @param chatId the number as WhatsApp itself writes it, which identifies the conversation; null when the engine does
 *     not know, or the number is not on WhatsApp
 */
public record NumberLookup(Boolean onWhatsApp, String chatId) {
    /** For an engine that does not know. */
    public static final NumberLookup UNKNOWN = new NumberLookup(null, null);
}
