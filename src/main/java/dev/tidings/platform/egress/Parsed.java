package dev.tidings.platform.egress;

/** What became of a URL that a user wrote. */
public sealed interface Parsed permits ParsedUrl, Refusal {}
