package dev.tidings.core.message.api;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.error.FailsWith;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An operation that passes a message to an engine, with the errors that this can cause. */
@FailsWith({
    ErrorCode.SESSION_NOT_FOUND,
    ErrorCode.SESSION_NOT_CONNECTED,
    ErrorCode.SESSION_DISCONNECTED,
    ErrorCode.NOT_SUPPORTED_BY_ENGINE,
    ErrorCode.RECIPIENT_NOT_ON_WHATSAPP,
    ErrorCode.MESSAGE_NOT_FOUND,
    ErrorCode.MESSAGE_SENDING_FAILED,
    ErrorCode.MESSAGE_TOO_LONG,
    ErrorCode.INVALID_PHONE_NUMBER,
    ErrorCode.CUSTOMER_WINDOW_CLOSED,
    ErrorCode.MESSAGE_REJECTED,
    ErrorCode.RATE_LIMIT_EXCEEDED,
    ErrorCode.DAILY_MESSAGE_LIMIT_REACHED
})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SendErrors {}
