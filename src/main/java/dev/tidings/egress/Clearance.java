package dev.tidings.egress;

/** Whether a URL may be called at this moment. */
public sealed interface Clearance permits Cleared, Failed {}
