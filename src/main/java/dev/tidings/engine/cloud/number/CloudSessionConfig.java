package dev.tidings.engine.cloud.number;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The {@code config} of a session.
 *
 * @param phoneNumberId Meta's id of the number
 * @param accessToken of a system user, with the permission to send for the number
 * @param appSecret what the app's webhooks are signed with
 * @param verifyToken what Meta shows when it verifies the webhook, chosen by the client
 * @param businessAccountId Meta's id of the WhatsApp Business Account, or null
 */
public record CloudSessionConfig(
        String phoneNumberId, String accessToken, String appSecret, String verifyToken, String businessAccountId)
        implements Validated {
    private static final String PHONE_NUMBER_ID = "phoneNumberId";
    private static final String ACCESS_TOKEN = "accessToken";
    private static final String APP_SECRET = "appSecret";
    private static final String VERIFY_TOKEN = "verifyToken";
    private static final String BUSINESS_ACCOUNT_ID = "businessAccountId";
    private static final List<String> FIELDS =
            List.of(PHONE_NUMBER_ID, ACCESS_TOKEN, APP_SECRET, VERIFY_TOKEN, BUSINESS_ACCOUNT_ID);

    private static final Pattern GRAPH_ID = Pattern.compile("[0-9]{1,32}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    private static final int MAX_LENGTH = 1_000;

    /** @throws ApiException for the first field that is unknown, of a wrong type, missing or wrong; without its value */
    public static CloudSessionConfig of(Map<String, Object> config) {
        requireFields(config.keySet());
        CloudSessionConfig settings = new CloudSessionConfig(
                text(config, PHONE_NUMBER_ID),
                text(config, ACCESS_TOKEN),
                text(config, APP_SECRET),
                text(config, VERIFY_TOKEN),
                text(config, BUSINESS_ACCOUNT_ID));
        Violations checks = Violations.start().nested("config", settings);
        checks.throwFirst();
        return settings;
    }

    @Override
    public void check(Violations checks) {
        checks.required(PHONE_NUMBER_ID, phoneNumberId)
                .required(ACCESS_TOKEN, accessToken)
                .required(APP_SECRET, appSecret)
                .required(VERIFY_TOKEN, verifyToken);
        checkId(checks, PHONE_NUMBER_ID, phoneNumberId);
        checkToken(checks, ACCESS_TOKEN, accessToken);
        checkToken(checks, APP_SECRET, appSecret);
        checks.length(VERIFY_TOKEN, verifyToken, 8, 200);
        checkId(checks, BUSINESS_ACCOUNT_ID, businessAccountId);
    }

    private static void checkId(Violations checks, String field, String id) {
        checks.that(
                field,
                id,
                () -> GRAPH_ID.matcher(id).matches(),
                ErrorCode.INVALID_REQUEST,
                "Must be digits, as Meta shows it.");
    }

    private static void checkToken(Violations checks, String field, String token) {
        checks.length(field, token, 8, MAX_LENGTH)
                .that(
                        field,
                        token,
                        () -> TOKEN.matcher(token).matches(),
                        ErrorCode.INVALID_REQUEST,
                        "Must have no white space and nothing beyond ASCII.");
    }

    private static void requireFields(Collection<String> given) {
        given.stream().filter(field -> !FIELDS.contains(field)).findFirst().ifPresent(unknown -> {
            throw ApiException.of(
                    ErrorCode.INVALID_REQUEST,
                    "config." + unknown,
                    "Unknown field. Allowed: " + String.join(", ", FIELDS) + ".");
        });
    }

    private static String text(Map<String, Object> config, String field) {
        Object value = config.get(field);
        if (value != null && !(value instanceof String)) {
            throw ApiException.of(ErrorCode.INVALID_PARAMETER_TYPE, "config." + field, "Must be a string.");
        }
        return (String) value;
    }

    /** Without the secrets, because this may be written to a log. */
    @Override
    public String toString() {
        return "CloudSettings[" + phoneNumberId + "]";
    }
}
