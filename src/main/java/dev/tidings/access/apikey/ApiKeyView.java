package dev.tidings.access.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.access.auth.Scope;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key as clients see it.
 *
 * @param prefix the start of its text, to tell keys apart
 * @param sessionIds the sessions that it is limited to; null: all
 * @param networks the networks that it may be used from; null: all
 * @param expiresAt null: never
 * @param lastUsedAt exact to 10 seconds; null: never, or not written yet
 * @param key the whole text; only in the answer that creates the key, otherwise null
 */
public record ApiKeyView(
        String keyId,
        String name,
        String prefix,
        List<Scope> scopes,
        List<String> sessionIds,
        List<String> networks,
        Instant createdAt,
        Instant expiresAt,
        Instant lastUsedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String key) {

    static ApiKeyView of(ApiKey key) {
        return new ApiKeyView(
                key.id,
                key.name,
                key.prefix,
                Stream.of(key.scopes).map(Scope::ofWireName).toList(),
                key.sessionIds == null ? null : List.of(key.sessionIds),
                key.networks == null ? null : List.of(key.networks),
                key.createdAt,
                key.expiresAt,
                key.lastUsedAt,
                null);
    }

    ApiKeyView withText(String text) {
        return new ApiKeyView(
                keyId, name, prefix, scopes, sessionIds, networks, createdAt, expiresAt, lastUsedAt, text);
    }
}
