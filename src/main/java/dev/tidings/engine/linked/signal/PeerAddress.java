package dev.tidings.engine.linked.signal;

/**
 * A device that we write to or hear from. One person may be known by a number and by a LID: whoever makes addresses takes the LID
 * as soon as it is known, because two addresses for one device are two sessions that spoil each other.
 */
public record PeerAddress(String account, int device) {}
