package dev.tidings.access.idempotency;

/** How the current request will be answered; passed down to the code that makes something. */
@FunctionalInterface
public interface FirstAnswer<T> {
    KeptAnswer of(T made);

    /** For work without a request. */
    static <T> FirstAnswer<T> none() {
        return made -> KeptAnswer.NONE;
    }
}
