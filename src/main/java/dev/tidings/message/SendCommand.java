package dev.tidings.message;

/**
 * A message and where it goes.
 *
 * @param idempotencyKey what makes a repeated request find the message of the first one; null for none
 */
record SendCommand(String sessionId, NewMessage message, String idempotencyKey) {}
