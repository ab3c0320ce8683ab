package dev.tidings.platform.egress;

import java.util.Locale;

/** Ends the reading of a URL; never leaves {@link EgressPolicy}. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal.Kind kind, String reason) {
        super(kind.name().toLowerCase(Locale.ROOT), null, false, false);
        this.refusal = new Refusal(kind, reason);
    }

    Refusal refusal() {
        return refusal;
    }
}
