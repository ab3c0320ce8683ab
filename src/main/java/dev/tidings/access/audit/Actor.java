package dev.tidings.access.audit;

/**
 * Who did it.
 *
 * @param accountId the account of the key
 * @param keyId the key's id, or {@code operator}
 */
public record Actor(String accountId, String keyId) {}
