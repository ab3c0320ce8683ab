package dev.tidings.core.event;

/**
 * The position of a reader of events. Transactions are not committed in the order of their positions: a reader orders
 * by transaction first, and reads only up to the oldest transaction that still runs (docs/adr/0023).
 */
record EventPosition(String transaction, long position) {
    /** Before the first event. */
    static final EventPosition START = new EventPosition("0", 0);
}
