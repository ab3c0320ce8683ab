package dev.tidings.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key as clients see it.
 *
 * @param prefix the beginning of its text, to tell keys apart
 * @param expiresAt null: never
 * @param key the whole text; in the answer of its creation only, null ever after
 */
record ApiKeyView(
        String keyId,
        String name,
        String prefix,
        List<Scope> scopes,
        Instant createdAt,
        Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String key) {

    static ApiKeyView of(ApiKey key) {
        List<Scope> scopes = Stream.of(key.scopes).map(Scope::ofWireName).toList();
        return new ApiKeyView(key.id, key.name, key.prefix, scopes, key.createdAt, key.expiresAt, null);
    }

    ApiKeyView withText(String text) {
        return new ApiKeyView(keyId, name, prefix, scopes, createdAt, expiresAt, text);
    }
}
