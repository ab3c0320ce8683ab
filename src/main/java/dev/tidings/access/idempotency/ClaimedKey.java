package dev.tidings.access.idempotency;

import java.time.Instant;

/**
 * The key of a request that is to be worked on.
 *
 * @param lockedUntil the claim; another one may have taken its place after that
 * @param secret whether the answer holds what is shown once
 * @param status of a success
 */
record ClaimedKey(String accountId, String key, Instant lockedUntil, boolean secret, int status) {}
