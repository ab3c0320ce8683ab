package dev.tidings.platform.error;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The codes that an operation can answer beyond those that all share; the OpenAPI document is made from it. On an annotation it
 * speaks for every operation that carries that one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface FailsWith {
    ErrorCode[] value();
}
