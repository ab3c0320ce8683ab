package dev.tidings.access.apikey;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.Scope;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.net.AddressRange;
import java.util.List;
import java.util.stream.Stream;

/** A key never gives rights that it does not have itself: neither scopes, nor sessions, nor networks. */
final class KeyDelegationRules {
    private KeyDelegationRules() {}

    /** @throws ApiException {@code insufficient_permissions} for a scope that the maker does not have */
    static void requireScopes(Caller maker, List<Scope> scopes) {
        for (Scope scope : scopes) {
            if (!maker.has(scope)) {
                throw ApiException.of(
                        ErrorCode.INSUFFICIENT_PERMISSIONS,
                        "scopes",
                        "a key cannot give the scope " + scope.wireName() + ", which it lacks itself");
            }
        }
    }

    /**
     * The sessions of a new key: those that are asked for, or else the maker's own; null for all.
     *
     * @throws ApiException {@code session_not_found} for one that the maker does not see
     */
    static String[] sessions(Caller maker, List<String> wanted) {
        if (wanted == null) {
            return maker.visibleSessions();
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!maker.sees(wanted.get(i))) {
                throw ApiException.of(ErrorCode.SESSION_NOT_FOUND, "sessionIds[" + i + "]", "there is no such session");
            }
        }
        return wanted.stream().distinct().toArray(String[]::new);
    }

    /**
     * The networks of a new key: those that are asked for, or else the maker's own; null for all.
     *
     * @param own the maker's own networks, or null
     * @throws ApiException {@code insufficient_permissions} for one that is not within the maker's networks
     */
    static String[] networks(String[] own, List<String> wanted) {
        if (wanted == null) {
            return own;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!isWithin(own, wanted.get(i))) {
                throw ApiException.of(
                        ErrorCode.INSUFFICIENT_PERMISSIONS,
                        "networks[" + i + "]",
                        "a key cannot give a network that it may not be used from itself");
            }
        }
        return wanted.stream().distinct().toArray(String[]::new);
    }

    /** @throws ApiException {@code insufficient_permissions} for a key that may do more than the caller's */
    static void requireWithin(Caller caller, String[] networks, ApiKey key) {
        boolean scopes = Stream.of(key.scopes).map(Scope::ofWireName).allMatch(caller::has);
        boolean sessions = key.sessionIds == null
                ? caller.sessionIds() == null
                : Stream.of(key.sessionIds).allMatch(caller::sees);
        boolean places = key.networks == null
                ? networks == null
                : Stream.of(key.networks).allMatch(network -> isWithin(networks, network));
        if (!scopes || !sessions || !places) {
            throw ApiException.because(
                    ErrorCode.INSUFFICIENT_PERMISSIONS, "the key may do more than the one that asks for its rotation");
        }
    }

    private static boolean isWithin(String[] own, String network) {
        return own == null
                || Stream.of(own).map(AddressRange::of).anyMatch(range -> range.contains(AddressRange.of(network)));
    }
}
