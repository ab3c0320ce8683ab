package dev.tidings.access.idempotency;

/**
 * What a statement stores with the SQL function {@code keep_answer} together with what it makes: after a crash, a
 * repeated request gets it. When the operation is over, its answer replaces it.
 *
 * @param key null when the request has none
 * @param body sealed when it holds a secret
 */
public record KeptAnswer(String accountId, String key, Integer status, String body) {
    public static final KeptAnswer NONE = new KeptAnswer(null, null, null, null);
}
