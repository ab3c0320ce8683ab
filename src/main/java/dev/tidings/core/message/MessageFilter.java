package dev.tidings.core.message;

import java.time.Instant;

/**
 * Which messages of an account are wanted; null lets all pass.
 *
 * @param since the first moment of creation that counts
 * @param until the first moment of creation that counts no more
 */
public record MessageFilter(
        String sessionId,
        Direction direction,
        MessageStatus status,
        String to,
        String from,
        Instant since,
        Instant until) {}
