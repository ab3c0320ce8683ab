package dev.tidings.access.auth;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.net.AddressRange;
import dev.tidings.platform.net.Addresses;
import java.time.Instant;
import java.util.List;

/**
 * A key that is not revoked, with its caller and the conditions of its use.
 *
 * @param expiresAt null: never
 * @param suspended whether an operator suspended the account
 * @param networks the addresses that it may be used from; null: all
 */
record Credential(Caller caller, Instant expiresAt, boolean suspended, List<AddressRange> networks) {

    /** Whether the key was valid before and is not valid any more. */
    boolean isOver(Instant now) {
        return suspended || isExpired(now);
    }

    /**
     * The caller, if the key may be used now and from this address.
     *
     * @throws ApiException {@code expired_api_key}, or {@code insufficient_permissions} with the reason
     */
    Caller use(Instant now, String address) {
        if (isExpired(now)) {
            throw ApiException.of(ErrorCode.EXPIRED_API_KEY);
        }
        if (suspended) {
            throw ApiException.because(ErrorCode.INSUFFICIENT_PERMISSIONS, "the account is suspended");
        }
        if (networks != null && !isWithin(Addresses.of(address))) {
            throw ApiException.because(
                    ErrorCode.INSUFFICIENT_PERMISSIONS, "the key may not be used from the address " + address);
        }
        return caller;
    }

    private boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    private boolean isWithin(byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
