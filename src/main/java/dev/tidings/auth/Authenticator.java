package dev.tidings.auth;

import dev.tidings.error.ApiException;
import dev.tidings.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Turns an Authorization header into a {@link Caller}, or into the exact 401. */
@ApplicationScoped
class Authenticator {
    private static final String SCHEME = "bearer ";

    private final KeyLookup keys;
    private final OperatorKeys operatorKeys;
    private final Clock clock;

    Authenticator(KeyLookup keys, OperatorKeys operatorKeys, Clock clock) {
        this.keys = keys;
        this.operatorKeys = operatorKeys;
        this.clock = clock;
    }

    Uni<Caller> authenticate(String authorization) {
        String text = bearerToken(authorization);
        if (text.isEmpty()) {
            return Uni.createFrom().failure(ApiException.of(ErrorCode.MISSING_API_KEY));
        }
        byte[] hash = KeyText.hash(text);
        if (operatorKeys.include(hash)) {
            return Uni.createFrom().item(operator());
        }
        if (!KeyText.isWellFormed(text)) {
            return Uni.createFrom().failure(ApiException.of(ErrorCode.INVALID_API_KEY));
        }
        return keys.find(HexFormat.of().formatHex(hash)).map(this::usable);
    }

    private Caller usable(Optional<Caller> found) {
        Caller caller = found.orElseThrow(() -> ApiException.of(ErrorCode.INVALID_API_KEY));
        if (caller.expiresAt() != null && !clock.instant().isBefore(caller.expiresAt())) {
            throw ApiException.of(ErrorCode.EXPIRED_API_KEY);
        }
        return caller;
    }

    private static String bearerToken(String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return "";
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private static Caller operator() {
        return new Caller(Caller.DEFAULT_ACCOUNT, "operator", EnumSet.allOf(Scope.class), null);
    }
}
