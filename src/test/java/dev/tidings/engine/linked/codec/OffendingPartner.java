package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.crypto.Offender;

/** The other half of a cycle; see {@link Offender}. */
public final class OffendingPartner {
    private OffendingPartner() {}

    public static Class<?> call(String anything) {
        return anything.isEmpty() ? null : Offender.class;
    }
}
