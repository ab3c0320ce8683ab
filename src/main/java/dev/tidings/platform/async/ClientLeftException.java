package dev.tidings.platform.async;

/** The client hung up before its operation began, so the operation was dropped. Nobody is left to read it. */
public final class ClientLeftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientLeftException() {
        super("the client hung up", null, false, false);
    }
}
