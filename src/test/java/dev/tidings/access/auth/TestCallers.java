package dev.tidings.access.auth;

import dev.tidings.access.plan.Plan;
import java.util.EnumSet;

/** Callers for tests of the code below the resources. */
public final class TestCallers {
    private static final Plan UNLIMITED = new Plan("unlimited", null, null, null, null, null, null, null, false);

    private TestCallers() {}

    /** A caller that may do everything in the default account. */
    public static Caller operator() {
        return new Caller(Caller.DEFAULT_ACCOUNT, "operator", EnumSet.allOf(Scope.class), UNLIMITED, null);
    }
}
