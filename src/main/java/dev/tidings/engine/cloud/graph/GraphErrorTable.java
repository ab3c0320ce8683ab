package dev.tidings.engine.cloud.graph;

import static dev.tidings.platform.error.ErrorCode.CUSTOMER_WINDOW_CLOSED;
import static dev.tidings.platform.error.ErrorCode.INVALID_MEDIA_TYPE;
import static dev.tidings.platform.error.ErrorCode.INVALID_PARAMETER_TYPE;
import static dev.tidings.platform.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.platform.error.ErrorCode.INVALID_REQUEST;
import static dev.tidings.platform.error.ErrorCode.MEDIA_SIZE_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.MEDIA_URL_INACCESSIBLE;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_REJECTED;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_SENDING_FAILED;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_TOO_LONG;
import static dev.tidings.platform.error.ErrorCode.MISSING_REQUIRED_PARAMETER;
import static dev.tidings.platform.error.ErrorCode.RATE_LIMIT_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.RECIPIENT_NOT_ON_WHATSAPP;
import static dev.tidings.platform.error.ErrorCode.SERVICE_UNAVAILABLE;

import dev.tidings.engine.cloud.graph.ErrorClassification.Remedy;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The table of Meta's errors: what each code means here, wherever it occurs. The first row that fits counts; the words
 * of an error are used only where its code alone is not enough.
 */
public final class GraphErrorTable {
    public static final String TOKEN_INVALID = "access_token_invalid";
    static final String NUMBER_GONE = "number_deregistered";
    public static final String ACCOUNT_LOCKED = "account_locked";
    /** The token is valid, but has no permission to send for the number. */
    public static final String PERMISSION_MISSING = "permission_missing";
    /** The number exists at Meta, but is not completely registered, verified or approved. */
    public static final String NUMBER_NOT_READY = "number_not_ready";

    private static final int OBJECT_MISSING = 33;

    private static final ErrorClassification NUMBER_LIMITED =
            ErrorClassification.of(RATE_LIMIT_EXCEEDED, Remedy.HOLD_NUMBER);

    private static final List<Row> TABLE = List.of(
            row(ErrorClassification.dead(TOKEN_INVALID), 0, 102, 104, 190),
            row(ErrorClassification.dead(NUMBER_GONE), 33, 133010),
            row(ErrorClassification.dead(PERMISSION_MISSING), 3, 10, 131005),
            range(ErrorClassification.dead(PERMISSION_MISSING), 200, 299),
            row(ErrorClassification.dead(NUMBER_NOT_READY), 131037, 131045, 133000, 133006),
            row(ErrorClassification.dead(ACCOUNT_LOCKED), 368, 131031),
            row(ErrorClassification.of(SERVICE_UNAVAILABLE, Remedy.LATER), 2, 131016, 131057, 133004),
            row(NUMBER_LIMITED, 4, 17, 32, 341, 613, 130429, 131048, 131064, 133016),
            range(NUMBER_LIMITED, 80000, 80014),
            row(ErrorClassification.of(RATE_LIMIT_EXCEEDED, Remedy.HOLD_RECIPIENT), 131056),
            row(ErrorClassification.of(MESSAGE_TOO_LONG), 100).saying("must be at most \\d+ characters"),
            row(ErrorClassification.dead(NUMBER_GONE), 100).when(error -> error.subcode() == OBJECT_MISSING),
            row(ErrorClassification.of(INVALID_REQUEST), 100),
            row(ErrorClassification.of(MISSING_REQUIRED_PARAMETER), 131008),
            row(ErrorClassification.of(INVALID_PHONE_NUMBER), 131009)
                    .saying("phone|recipient|wa_id|['\"(\\[]to['\")\\]]"),
            row(ErrorClassification.of(INVALID_PARAMETER_TYPE), 131009),
            row(ErrorClassification.of(INVALID_PHONE_NUMBER), 131021),
            row(ErrorClassification.of(RECIPIENT_NOT_ON_WHATSAPP), 131026),
            row(ErrorClassification.of(CUSTOMER_WINDOW_CLOSED), 131047),
            row(ErrorClassification.of(MEDIA_URL_INACCESSIBLE), 131053).saying("downloading media from weblink failed"),
            row(ErrorClassification.of(MEDIA_SIZE_EXCEEDED), 131053).saying("\\bsize\\b|too (large|big)|exceed|larger"),
            row(ErrorClassification.of(INVALID_MEDIA_TYPE), 131053),
            row(
                    ErrorClassification.of(INVALID_REQUEST),
                    131051,
                    132000,
                    132001,
                    132007,
                    132012,
                    132018,
                    135000,
                    131030),
            row(ErrorClassification.of(MESSAGE_TOO_LONG), 132005),
            row(ErrorClassification.of(MESSAGE_SENDING_FAILED, Remedy.LATER_FOR_RECIPIENT), 131000),
            row(ErrorClassification.of(MESSAGE_SENDING_FAILED), 1),
            row(ErrorClassification.of(MESSAGE_REJECTED), 130403, 130472, 130497, 131042, 131049, 131050, 131063),
            range(ErrorClassification.of(MESSAGE_REJECTED), 132000, 132099),
            range(ErrorClassification.of(MESSAGE_REJECTED), 134000, 134999));

    private static final ErrorClassification OUTAGE = ErrorClassification.of(SERVICE_UNAVAILABLE, Remedy.LATER);

    /** Meta gives a reason that is not known here: the same message would be refused again. */
    private static final ErrorClassification UNKNOWN = ErrorClassification.of(MESSAGE_REJECTED);

    private static final int UNAUTHORIZED = 401;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private GraphErrorTable() {}

    private record Row(Predicate<GraphError> fits, ErrorClassification verdict) {
        Row when(Predicate<GraphError> more) {
            return new Row(fits.and(more), verdict);
        }

        Row saying(String words) {
            Pattern pattern = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
            return when(error -> pattern.matcher(error.text()).find());
        }
    }

    /** Of an error that was reported later, in a status. */
    public static ErrorClassification of(GraphError error) {
        return of(error, 400);
    }

    /** @param status of the HTTP answer; it counts only for codes that are not known here */
    public static ErrorClassification of(GraphError error, int status) {
        return TABLE.stream()
                .filter(row -> row.fits().test(error))
                .findFirst()
                .map(Row::verdict)
                .or(() -> ofStatus(status))
                .orElse(error.passing() ? OUTAGE : UNKNOWN);
    }

    /** Of an answer without an error of the Graph API, or with an unknown one; empty when its status says nothing. */
    static Optional<ErrorClassification> ofStatus(int status) {
        return switch (status) {
            case UNAUTHORIZED -> Optional.of(ErrorClassification.dead(TOKEN_INVALID));
            case TOO_MANY_REQUESTS -> Optional.of(NUMBER_LIMITED);
            case CONTENT_TOO_LARGE -> Optional.of(ErrorClassification.of(MEDIA_SIZE_EXCEEDED));
            default -> status >= SERVER_ERROR ? Optional.of(OUTAGE) : Optional.empty();
        };
    }

    /** Whether it says that Meta's service is down for all, not only for one number or one message. */
    static boolean isOutage(GraphError error) {
        return error.code() == 2 || error.code() == 131016;
    }

    private static Row row(ErrorClassification verdict, Integer... codes) {
        return new Row(error -> List.of(codes).contains(error.code()), verdict);
    }

    private static Row range(ErrorClassification verdict, int first, int last) {
        return new Row(error -> error.code() >= first && error.code() <= last, verdict);
    }
}
