package dev.tidings.core.event;

import java.time.Instant;

/**
 * An event that is about to be written.
 *
 * @param data what {@code GET} answers of the session or the message, written by {@link EventBodies}
 * @param at when it happened
 * @param sealed fields that are null in the data, by {@link SealedFields}, or null
 * @param sealedUntil until when those may be read, or null
 */
public record NewEvent(
        String accountId,
        String sessionId,
        EventType type,
        String data,
        Instant at,
        String sealed,
        Instant sealedUntil) {

    /** One without sealed fields. */
    public NewEvent(String accountId, String sessionId, EventType type, String data, Instant at) {
        this(accountId, sessionId, type, data, at, null, null);
    }
}
