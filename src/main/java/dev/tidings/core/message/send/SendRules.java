package dev.tidings.core.message.send;

import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.message.MessageRepository.Beginning;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;

/** Why a message is not sent. */
public final class SendRules {
    private SendRules() {}

    /** @throws ApiException the exact code, unless all that a send needs is there */
    static void require(NewMessage message, Beginning beginning) {
        if (beginning == null) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
        if (!beginning.supported()) {
            throw unsupported(beginning.engine(), message);
        }
        SessionDirectory.requireConnected(beginning.sessionStatus());
        if (message.referredId() != null && !beginning.referredFound()) {
            throw unknownReference(message.referringField());
        }
        if (beginning.overQuota()) {
            throw overQuota();
        }
    }

    static ApiException unsupported(String engine, NewMessage message) {
        return ApiException.because(
                ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                "the engine " + engine + " sends no messages of the type "
                        + message.type().wireName());
    }

    static ApiException unknownReference(String field) {
        return ApiException.of(ErrorCode.MESSAGE_NOT_FOUND, field, "the session has no such message");
    }

    public static ApiException overQuota() {
        return ApiException.because(
                ErrorCode.DAILY_MESSAGE_LIMIT_REACHED,
                "the plan has fewer messages left for today, which ends at midnight UTC");
    }
}
