package dev.tidings.access.idempotency;

/**
 * What a statement stores by the SQL function {@code keep_answer} together with what it makes: after a crash a repeated request
 * gets it. Once the operation is over the answer takes its place.
 *
 * @param key null when the request has none
 * @param body sealed when it holds a secret
 */
public record KeptAnswer(String accountId, String key, Integer status, String body) {
    public static final KeptAnswer NONE = new KeptAnswer(null, null, null, null);
}
