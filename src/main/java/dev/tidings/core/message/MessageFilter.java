package dev.tidings.core.message;

import java.time.Instant;
import java.util.List;

/**
 * Selects messages of an account; null selects all.
 *
 * @param chatId the conversation
 * @param statuses one of them, each named once; empty selects all
 * @param since the first moment of creation that is included
 * @param until the first moment of creation that is not included any more
 */
public record MessageFilter(
        String sessionId,
        String chatId,
        Direction direction,
        List<MessageStatus> statuses,
        String to,
        String from,
        Instant since,
        Instant until) {}
