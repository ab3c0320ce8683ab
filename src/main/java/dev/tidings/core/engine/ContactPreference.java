package dev.tidings.core.engine;

import dev.tidings.core.content.MessageDetails;
import java.time.Instant;

/**
 * What a person said about the messages that they want to get from the session's number.
 *
 * @param chatId the conversation with the person
 * @param phone digits, or null for a person without a visible number
 * @param person what else WhatsApp reports about the person, or null
 * @param category which messages, such as {@code marketing_messages}
 * @param value {@code stop} or {@code resume}
 * @param detail the words of WhatsApp, or null
 */
public record ContactPreference(
        String sessionId,
        String chatId,
        String phone,
        MessageDetails.Sender person,
        String category,
        String value,
        String detail,
        Instant at) {}
