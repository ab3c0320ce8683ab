package dev.tidings.access.idempotency;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An operation that creates or sends something, and takes the header {@code Idempotency-Key}. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {
    /**
     * Whether its answer holds a secret that is shown once: it is stored sealed, and repeated only to the API key that
     * made the first request.
     */
    @Nonbinding
    boolean secret() default false;
}
