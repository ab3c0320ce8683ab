package dev.tidings.platform.egress;

/** Whether a URL may be called at this moment. */
public sealed interface Clearance permits Cleared, EgressResult {}
