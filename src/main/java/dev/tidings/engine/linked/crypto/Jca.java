package dev.tidings.engine.linked.crypto;

import java.security.GeneralSecurityException;

/** Turns an algorithm that every JDK must have and this one lacks into a failure that nobody is asked to handle. */
final class Jca {
    private Jca() {}

    static <T> T require(Call<T> call) {
        try {
            return call.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK refuses an algorithm or key that it has to support", e);
        }
    }

    interface Call<T> {
        T get() throws GeneralSecurityException;
    }
}
