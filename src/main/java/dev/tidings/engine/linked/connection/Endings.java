package dev.tidings.engine.linked.connection;

import static dev.tidings.engine.linked.connection.Ending.Kind.BANNED;
import static dev.tidings.engine.linked.connection.Ending.Kind.OUTDATED;
import static dev.tidings.engine.linked.connection.Ending.Kind.REFUSED;
import static dev.tidings.engine.linked.connection.Ending.Kind.REPLACED;
import static dev.tidings.engine.linked.connection.Ending.Kind.RESTART;
import static dev.tidings.engine.linked.connection.Ending.Kind.RETRY;
import static dev.tidings.engine.linked.connection.Ending.Kind.RETRY_SLOWLY;
import static dev.tidings.engine.linked.connection.Ending.Kind.UNLINKED;

import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.transport.Numbers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the server ends connections and refuses logins, as one table. */
public final class Endings {
    /** What the server sends: a stream error or a failure, by its number or by the name in it. */
    record Row(Source source, String sign, Ending ending) {}

    enum Source {
        /** The {@code code} of a {@code stream:error}. */
        STREAM_CODE,
        /** The {@code type} of the {@code conflict} in a {@code stream:error}. */
        STREAM_CONFLICT,
        /** The name of another child of a {@code stream:error}. */
        STREAM_CHILD,
        /** The {@code reason} of a {@code failure}, which answers a login. */
        LOGIN_REASON
    }

    static final List<Row> ROWS = List.of(
            row(Source.STREAM_CONFLICT, "device_removed", UNLINKED, "unlinked_on_phone"),
            row(Source.STREAM_CONFLICT, "replaced", REPLACED, "replaced"),
            row(Source.STREAM_CODE, "401", UNLINKED, "unlinked_on_phone"),
            row(Source.STREAM_CODE, "409", REPLACED, "replaced"),
            row(Source.STREAM_CODE, "429", RETRY_SLOWLY, "rate_limited"),
            row(Source.STREAM_CODE, "500", RETRY, "server_error"),
            row(Source.STREAM_CODE, "503", RETRY, "server_error"),
            row(Source.STREAM_CODE, "515", RESTART, "restart_required"),
            row(Source.STREAM_CODE, "516", UNLINKED, "logged_out_by_whatsapp"),
            row(Source.STREAM_CHILD, "ack", RETRY, "acknowledgement_missing"),
            row(Source.STREAM_CHILD, "xml-not-well-formed", RETRY, "malformed_stanza_sent"),
            row(Source.LOGIN_REASON, "400", REFUSED, "login_refused"),
            row(Source.LOGIN_REASON, "401", UNLINKED, "unlinked_on_phone"),
            row(Source.LOGIN_REASON, "402", BANNED, "temporary_ban"),
            row(Source.LOGIN_REASON, "403", UNLINKED, "account_locked"),
            row(Source.LOGIN_REASON, "405", OUTDATED, "client_outdated"),
            row(Source.LOGIN_REASON, "406", UNLINKED, "banned"),
            row(Source.LOGIN_REASON, "409", REFUSED, "user_agent_refused"),
            row(Source.LOGIN_REASON, "411", REFUSED, "multi_device_missing"),
            row(Source.LOGIN_REASON, "413", REFUSED, "account_not_supported"),
            row(Source.LOGIN_REASON, "414", REFUSED, "account_not_supported"),
            row(Source.LOGIN_REASON, "415", REFUSED, "device_not_known"),
            row(Source.LOGIN_REASON, "418", REFUSED, "device_not_known"),
            row(Source.LOGIN_REASON, "500", RETRY, "server_error"),
            row(Source.LOGIN_REASON, "501", REFUSED, "login_refused"),
            row(Source.LOGIN_REASON, "503", RETRY, "server_error"));

    /** What is in no row. */
    static final Ending UNKNOWN_STREAM_ERROR = new Ending(RETRY, "stream_error");

    static final Ending SERVER_ERROR = new Ending(RETRY, "server_error");
    static final Ending UNKNOWN_FAILURE = new Ending(REFUSED, "login_refused");

    private static final Map<String, Ending> BY_SIGN = bySign();

    private Endings() {}

    private static Row row(Source source, String sign, Ending.Kind kind, String reason) {
        return new Row(source, sign, new Ending(kind, reason));
    }

    private static Map<String, Ending> bySign() {
        Map<String, Ending> bySign = new HashMap<>();
        ROWS.forEach(row -> bySign.put(key(row.source(), row.sign()), row.ending()));
        return Map.copyOf(bySign);
    }

    private static String key(Source source, String sign) {
        return source + " " + sign;
    }

    private static Optional<Ending> find(Source source, String sign) {
        return Optional.ofNullable(BY_SIGN.get(key(source, sign)));
    }

    /** Empty for a stanza that ends nothing. */
    public static Optional<Ending> of(Node stanza) {
        return switch (stanza.tag()) {
            case "stream:error" -> Optional.of(ofStream(stanza));
            case "failure" -> Optional.of(ofLogin(stanza));
            case "xmlstreamend" -> Optional.of(new Ending(RETRY, "stream_ended"));
            default -> Optional.empty();
        };
    }

    /** The name in it counts more than its number: WhatsApp sends several things as 401. */
    private static Ending ofStream(Node error) {
        String code = error.attribute("code").orElse("");
        return error.child("conflict")
                .flatMap(conflict -> conflict.attribute("type"))
                .flatMap(type -> find(Source.STREAM_CONFLICT, type))
                .or(() -> find(Source.STREAM_CODE, code))
                .or(() -> error.children().stream()
                        .flatMap(child -> find(Source.STREAM_CHILD, child.tag()).stream())
                        .findFirst())
                .orElse(code.matches("5\\d\\d") ? SERVER_ERROR : UNKNOWN_STREAM_ERROR);
    }

    private static Ending ofLogin(Node failure) {
        Ending ending = failure.attribute("reason")
                .flatMap(reason -> find(Source.LOGIN_REASON, reason))
                .orElse(UNKNOWN_FAILURE);
        long seconds = Numbers.of(failure, "expire");
        return ending.kind() == BANNED && seconds > 0
                ? new Ending(BANNED, ending.reason(), Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE)))
                : ending;
    }
}
