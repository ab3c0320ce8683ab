package dev.tidings.access.apikey;

import dev.tidings.access.auth.Scope;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.net.AddressRange;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The properties of a new key. */
@Schema(name = "CreateKey")
public record CreateKeyRequest(
        @Schema(required = true, minLength = 1, maxLength = 100, examples = "billing service")
        String name,

        @Schema(required = true, minItems = 1, examples = "[\"messages:write\",\"messages:read\"]")
        List<Scope> scopes,

        @Schema(description = "When the key stops working; left out: never", examples = "2027-12-31T00:00:00Z")
        Instant expiresAt,

        @Schema(
                description = "The sessions that the key is limited to; left out: all, those to come included",
                minItems = 1,
                maxItems = CreateKeyRequest.MOST,
                examples = "[\"session_01kaszj5v3m8q2c7d9e1f4g6h8\"]")
        List<String> sessionIds,

        @Schema(
                description = "The networks that the key may be used from, as CIDRs; left out: everywhere",
                minItems = 1,
                maxItems = CreateKeyRequest.MOST,
                examples = "[\"203.0.113.0/24\",\"2001:db8::/32\"]")
        List<String> networks)
        implements Validated {
    static final int MOST = 100;

    @Override
    public void check(Violations checks) {
        checks.required("name", name)
                .required("scopes", scopes)
                .length("name", name, 1, 100)
                .size("scopes", scopes, 1, Scope.values().length)
                .that("scopes", scopes, () -> !scopes.contains(null), ErrorCode.INVALID_REQUEST, "must not hold null")
                .size("sessionIds", sessionIds, 1, MOST)
                .size("networks", networks, 1, MOST);
        for (int i = 0; sessionIds != null && i < sessionIds.size(); i++) {
            boolean ok = IdKind.SESSION.matches(sessionIds.get(i));
            checks.that("sessionIds[" + i + "]", ok, ErrorCode.INVALID_REQUEST, "must be the id of a session");
        }
        for (int i = 0; networks != null && i < networks.size(); i++) {
            boolean ok = isNetwork(networks.get(i));
            checks.that("networks[" + i + "]", ok, ErrorCode.INVALID_REQUEST, "must be a CIDR such as 203.0.113.0/24");
        }
    }

    private static boolean isNetwork(String text) {
        try {
            return text != null && AddressRange.of(text) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
