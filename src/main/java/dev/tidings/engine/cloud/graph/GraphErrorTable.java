package dev.tidings.engine.cloud.graph;

import static dev.tidings.platform.error.ErrorCode.CUSTOMER_WINDOW_CLOSED;
import static dev.tidings.platform.error.ErrorCode.DAILY_MESSAGE_LIMIT_REACHED;
import static dev.tidings.platform.error.ErrorCode.INVALID_MEDIA_TYPE;
import static dev.tidings.platform.error.ErrorCode.INVALID_PARAMETER_TYPE;
import static dev.tidings.platform.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.platform.error.ErrorCode.INVALID_REQUEST;
import static dev.tidings.platform.error.ErrorCode.MEDIA_SIZE_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.MEDIA_URL_INACCESSIBLE;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_SENDING_FAILED;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_TOO_LONG;
import static dev.tidings.platform.error.ErrorCode.MISSING_REQUIRED_PARAMETER;
import static dev.tidings.platform.error.ErrorCode.RATE_LIMIT_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.RECIPIENT_NOT_ON_WHATSAPP;
import static dev.tidings.platform.error.ErrorCode.SERVICE_UNAVAILABLE;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_CONNECTED;

import dev.tidings.engine.cloud.graph.ErrorClassification.Remedy;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The table of Meta's errors: what each code means here, wherever it comes up. The first row that fits counts; the words of an
 * error are looked at only where its code alone does not tell.
 */
public final class GraphErrorTable {
    public static final String TOKEN_INVALID = "access_token_invalid";
    static final String NUMBER_GONE = "number_deregistered";
    public static final String ACCOUNT_LOCKED = "account_locked";

    private static final int OBJECT_MISSING = 33;

    private static final List<Row> TABLE = List.of(
            row(ErrorClassification.dead(TOKEN_INVALID), 0, 190, 104),
            row(ErrorClassification.dead(NUMBER_GONE), 33, 133010),
            row(ErrorClassification.of(SESSION_NOT_CONNECTED), 3, 10, 131005, 131037, 131045, 133000, 133006),
            range(ErrorClassification.of(SESSION_NOT_CONNECTED), 200, 299),
            row(ErrorClassification.dead(ACCOUNT_LOCKED), 368, 131031),
            row(ErrorClassification.of(SERVICE_UNAVAILABLE, Remedy.LATER), 2, 131016, 131057, 133004),
            row(ErrorClassification.of(RATE_LIMIT_EXCEEDED, Remedy.HOLD_NUMBER), 4, 80007, 130429, 133016),
            row(ErrorClassification.of(RATE_LIMIT_EXCEEDED, Remedy.HOLD_RECIPIENT), 131056),
            row(ErrorClassification.of(DAILY_MESSAGE_LIMIT_REACHED), 131048, 131064),
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
            row(
                    ErrorClassification.of(MESSAGE_SENDING_FAILED),
                    1,
                    130403,
                    130472,
                    130497,
                    131042,
                    131049,
                    131050,
                    131063,
                    134011),
            range(ErrorClassification.of(MESSAGE_SENDING_FAILED), 132000, 132099));

    private static final ErrorClassification UNKNOWN_OUTAGE = ErrorClassification.of(SERVICE_UNAVAILABLE, Remedy.LATER);
    private static final ErrorClassification UNKNOWN = ErrorClassification.of(MESSAGE_SENDING_FAILED);

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

    /** Of an error that came later, in a status. */
    public static ErrorClassification of(GraphError error) {
        return of(error, 400);
    }

    /** @param status of the HTTP answer; it tells only for codes that nobody knows */
    public static ErrorClassification of(GraphError error, int status) {
        return TABLE.stream()
                .filter(row -> row.fits().test(error))
                .findFirst()
                .map(Row::verdict)
                .orElse(status >= 500 ? UNKNOWN_OUTAGE : UNKNOWN);
    }

    /** Whether it says that Meta's service is down for all, not for one number or one message. */
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
