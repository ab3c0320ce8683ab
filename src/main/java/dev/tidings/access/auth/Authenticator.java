package dev.tidings.access.auth;

import dev.tidings.access.plan.Plans;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.net.Addresses;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Turns an Authorization header into a {@link Caller}, or into the exact error. */
@ApplicationScoped
class Authenticator {
    private static final String SCHEME = "bearer ";

    private final CredentialCache keys;
    private final OperatorKeys operatorKeys;
    private final AuthFailureLimiter failures;
    private final RecentlyValidKeys recent;
    private final KeyUsageRecorder usage;
    private final Caller operator;
    private final Clock clock;

    Authenticator(
            CredentialCache keys,
            OperatorKeys operatorKeys,
            AuthFailureLimiter failures,
            RecentlyValidKeys recent,
            KeyUsageRecorder usage,
            Plans plans,
            Clock clock) {
        this.keys = keys;
        this.operatorKeys = operatorKeys;
        this.failures = failures;
        this.recent = recent;
        this.usage = usage;
        this.operator = new Caller(
                Caller.DEFAULT_ACCOUNT, Caller.OPERATOR, EnumSet.allOf(Scope.class), plans.of(Plans.UNLIMITED), null);
        this.clock = clock;
    }

    /**
     * Finds out who calls.
     *
     * @param address the client's IP address; after too many invalid keys an address is refused without a query
     *     to the database, unless the key was valid here recently
     */
    Uni<Caller> authenticate(String authorization, String address) {
        String text = bearerToken(authorization);
        if (text.isEmpty()) {
            return Uni.createFrom().failure(ApiException.of(ErrorCode.MISSING_API_KEY));
        }
        byte[] hash = ApiKeyFormat.hash(text);
        if (operatorKeys.include(hash)) {
            return Uni.createFrom().item(operator);
        }
        String hashHex = HexFormat.of().formatHex(hash);
        String subscriber = Addresses.subscriber(address);
        if (!recent.contain(hashHex)) {
            Optional<ApiException> refusal = failures.refusal(subscriber);
            if (refusal.isPresent()) {
                return Uni.createFrom().failure(refusal.get());
            }
        }
        if (!ApiKeyFormat.isWellFormed(text)) {
            return Uni.createFrom().failure(failures.count(subscriber));
        }
        return keys.find(hashHex)
                .map(found -> found.orElseThrow(() -> failures.count(subscriber)))
                .invoke(known -> recent.add(hashHex))
                .map(known -> known.use(clock.instant(), address))
                .invoke(caller -> usage.note(caller.keyId()));
    }

    private static String bearerToken(String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return "";
        }
        return authorization.substring(SCHEME.length()).strip();
    }
}
