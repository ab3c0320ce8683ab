package dev.tidings.core.message;

import java.time.Instant;
import java.util.List;

/**
 * Which messages of an account are wanted; null lets all pass.
 *
 * @param chatId the conversation
 * @param statuses one of them, each named once; empty lets all pass
 * @param since the first moment of creation that counts
 * @param until the first moment of creation that counts no more
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
