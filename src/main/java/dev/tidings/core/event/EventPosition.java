package dev.tidings.core.event;

/**
 * Where a reader of events is. Transactions are not committed in the order of their positions: a reader goes by transaction
 * first, and only as far as none that is older still runs (docs/adr/0023).
 */
record EventPosition(String transaction, long position) {
    /** Before the first event. */
    static final EventPosition START = new EventPosition("0", 0);
}
