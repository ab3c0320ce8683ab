package dev.tidings.access.idempotency;

import java.time.Instant;

/**
 * The key of a request that is to be processed.
 *
 * @param lockedUntil the end of the claim; after it, another claim may have replaced this one
 * @param secret whether the answer holds a secret that is shown once
 * @param status the HTTP status of a success
 */
record ClaimedKey(String accountId, String key, Instant lockedUntil, boolean secret, int status) {}
