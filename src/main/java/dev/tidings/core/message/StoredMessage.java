package dev.tidings.core.message;

/**
 * A message as a statement left it.
 *
 * @param before its status before the statement; null for a new one
 */
record StoredMessage(String accountId, Message message, MessageStatus before) {}
