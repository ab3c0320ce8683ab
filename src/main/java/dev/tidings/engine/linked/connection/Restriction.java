package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.transport.Numbers;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A limit that WhatsApp has put on the account, or has taken off.
 *
 * @param until null if the server did not say
 */
public record Restriction(String kind, Instant until, boolean isActive) {
    /** Only people who have written before can be written to. */
    public static final String NEW_CHATS = "new_chats";

    private static final String NOTICE = "xwa2_notify_account_reachout_timelock";

    /** Empty for a notification about something else. */
    static Optional<Restriction> of(Node notification) {
        return notification.children().stream()
                .map(Restriction::notice)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Restriction> notice(Node update) {
        try {
            JsonObject all = new JsonObject(update.text());
            return all.getValue("data") instanceof JsonObject data && data.getValue(NOTICE) instanceof JsonObject lock
                    ? Optional.of(of(lock))
                    : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static Restriction of(JsonObject lock) {
        boolean isActive = String.valueOf(lock.getValue("is_active"))
                .toLowerCase(Locale.ROOT)
                .equals("true");
        long ends = Numbers.of(String.valueOf(lock.getValue("time_enforcement_ends")));
        return new Restriction(NEW_CHATS, ends == 0 ? null : Instant.ofEpochSecond(ends), isActive);
    }
}
