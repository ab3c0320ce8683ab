package dev.tidings.message;

import dev.tidings.error.ApiException;
import dev.tidings.error.ErrorCode;
import dev.tidings.message.MessageRepository.Beginning;

/** Why a message was not begun. */
final class SendRules {
    private SendRules() {}

    /** @throws ApiException the exact code, unless the message is stored and may go to the engine */
    static void require(NewMessage message, Beginning beginning) {
        if (beginning == null) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
        if (beginning.begun()) {
            return;
        }
        switch (beginning.sessionStatus()) {
            case "connected" ->
                throw ApiException.of(
                        ErrorCode.MESSAGE_NOT_FOUND, "quotedMessageId", "the session has no such message");
            case "disconnected", "logged_out" ->
                throw ApiException.because(
                        ErrorCode.SESSION_DISCONNECTED, "the session is " + beginning.sessionStatus());
            default ->
                throw ApiException.because(
                        ErrorCode.SESSION_NOT_CONNECTED, "the session is " + beginning.sessionStatus());
        }
    }
}
