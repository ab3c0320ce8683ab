package dev.tidings.engine.linked;

import dev.tidings.engine.linked.store.LinkedSettings;
import dev.tidings.engine.linked.transport.Proxy;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Map;

/**
 * The {@code config} of a session; each part may be null.
 *
 * @param deviceName what the phone shows under "Linked devices"
 * @param history {@code none}, {@code recent} or {@code full}
 * @param proxy all connections of the session go through it
 */
record LinkedSessionConfig(String deviceName, String history, String proxy) implements Validated {
    static final String FULL_HISTORY = "full";

    private static final String DEVICE_NAME = "deviceName";
    private static final String HISTORY = "history";
    private static final String PROXY = "proxy";
    private static final List<String> FIELDS = List.of(DEVICE_NAME, HISTORY, PROXY);
    private static final List<String> HISTORIES = List.of("none", "recent", FULL_HISTORY);
    private static final int LONGEST_NAME = 50;

    /** @throws ApiException for the first field that is unknown, of a wrong type or wrong; without its value */
    static LinkedSettings settings(Map<String, Object> config) {
        requireKnown(config);
        LinkedSessionConfig given =
                new LinkedSessionConfig(text(config, DEVICE_NAME), text(config, HISTORY), text(config, PROXY));
        Violations checks = Violations.start().nested("config", given);
        checks.throwFirst();
        return new LinkedSettings(given.deviceName, given.history, given.proxy);
    }

    @Override
    public void check(Violations checks) {
        checks.length(DEVICE_NAME, deviceName, 1, LONGEST_NAME)
                .that(
                        DEVICE_NAME,
                        deviceName,
                        () -> !Blank.is(deviceName),
                        ErrorCode.INVALID_REQUEST,
                        "Must show something.")
                .that(
                        HISTORY,
                        history,
                        () -> HISTORIES.contains(history),
                        ErrorCode.INVALID_REQUEST,
                        "Must be one of " + String.join(", ", HISTORIES) + ".")
                .that(PROXY, proxy, () -> Proxy.parse(proxy).isPresent(), ErrorCode.INVALID_REQUEST, Proxy.RULE);
    }

    private static void requireKnown(Map<String, Object> config) {
        config.keySet().stream()
                .filter(field -> !FIELDS.contains(field))
                .findFirst()
                .ifPresent(unknown -> {
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

    /** Without the proxy, which may hold a password. */
    @Override
    public String toString() {
        return "LinkedSessionConfig";
    }
}
