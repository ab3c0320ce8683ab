package dev.tidings.access.idempotency;

/** How the request at hand will be answered; handed down to where something is made. */
@FunctionalInterface
public interface FirstAnswer<T> {
    KeptAnswer of(T made);

    /** Of work that no request asked for. */
    static <T> FirstAnswer<T> none() {
        return made -> KeptAnswer.NONE;
    }
}
