package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.crypto.KeyPair;

/** A one-time pre-key: it builds one session, and is gone. */
public record PreKey(int id, KeyPair pair) {}
