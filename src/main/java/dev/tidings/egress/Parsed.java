package dev.tidings.egress;

/** What became of a URL that a user wrote. */
public sealed interface Parsed permits Target, Refusal {}
