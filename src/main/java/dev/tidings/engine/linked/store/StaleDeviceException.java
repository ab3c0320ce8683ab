package dev.tidings.engine.linked.store;

/** A change was to credentials that were changed or wiped since they were read. Its transaction must not commit. */
public final class StaleDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleDeviceException(LinkedDevice device) {
        super("not the last of its kind any more: " + device);
    }
}
