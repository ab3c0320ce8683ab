package dev.tidings.engine.linked.signal;

/** Whose sender key it is, and for which group. */
public record SenderKeyName(String group, PeerAddress sender) {}
