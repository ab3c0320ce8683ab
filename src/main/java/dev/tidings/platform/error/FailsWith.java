package dev.tidings.platform.error;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The codes that an operation can answer beside those that all operations share; the OpenAPI document is generated from it. On
 * an annotation it applies to every operation with that annotation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface FailsWith {
    ErrorCode[] value();
}
