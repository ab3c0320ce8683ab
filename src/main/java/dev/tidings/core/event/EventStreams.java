package dev.tidings.core.event;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.CredentialValidity;
import dev.tidings.platform.async.Drain;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Events as they happen, as Server-Sent Events. A stream reads its next events when its client has taken the ones
 * before: a slow reader falls behind, but its events are never held in memory.
 */
@ApplicationScoped
class EventStreams {
    private static final int READ_AT_ONCE = 100;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** A busy service wakes its streams all the time; each reads ten times per second at most. */
    private static final Duration REST = Duration.ofMillis(100);

    private static final String COMMENT = ":\n\n";

    private final EventRepository events;
    private final EventSignal signal;
    private final CredentialValidity keys;
    private final Drain drain;
    private final EventConfig config;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    EventStreams(EventRepository events, EventSignal signal, CredentialValidity keys, Drain drain, EventConfig config) {
        this.events = events;
        this.signal = signal;
        this.keys = keys;
        this.drain = drain;
        this.config = config;
    }

    /**
     * The events after a position, until the client or this replica ends, or the client's key is not valid any more.
     * The stream counts from the moment that it is read: an answer without a body, or to a client that is gone, reads
     * nothing.
     *
     * @param sessionId null: of all sessions
     * @throws ApiException {@code concurrent_request_limit_exceeded} when the account has as many streams as it may;
     *     the stream itself fails with it when another one took the last place
     */
    Multi<Buffer> open(Caller caller, EventPosition after, String sessionId) {
        if (open.getOrDefault(caller.accountId(), 0) >= config.streams()) {
            throw tooMany();
        }
        return Multi.createFrom().deferred(() -> {
            enter(caller.accountId());
            return parts(caller, after, sessionId);
        });
    }

    private Multi<Buffer> parts(Caller caller, EventPosition after, String sessionId) {
        AtomicBoolean left = new AtomicBoolean();
        Reader reader = new Reader(caller, sessionId, after);
        Multi<Buffer> parts =
                Multi.createBy().repeating().uni(reader::next).whilst(part -> !drain.hasBegun() && !reader.over);
        // a first comment sends the head of the answer to the client, before there is any event
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(() -> Buffer.buffer(COMMENT)), parts)
                .filter(part -> part.length() > 0)
                .onTermination()
                .invoke(() -> {
                    if (left.compareAndSet(false, true)) {
                        leave(caller.accountId());
                    }
                });
    }

    private void enter(String accountId) {
        int streams = open.merge(accountId, 1, Integer::sum);
        if (streams > config.streams()) {
            leave(accountId);
            throw tooMany();
        }
    }

    private ApiException tooMany() {
        return ApiException.because(
                ErrorCode.CONCURRENT_REQUEST_LIMIT_EXCEEDED,
                "an account may have " + config.streams() + " streams of events open");
    }

    private void leave(String accountId) {
        open.computeIfPresent(accountId, (id, streams) -> streams == 1 ? null : streams - 1);
    }

    /** The reading of events by one client. */
    private final class Reader {
        private final Caller caller;
        private final String sessionId;
        private EventPosition place;
        private boolean rested = true;
        private boolean over;
        private long lastPart = System.nanoTime();

        Reader(Caller caller, String sessionId, EventPosition place) {
            this.caller = caller;
            this.sessionId = sessionId;
            this.place = place;
        }

        /** The next events, a comment after a long time without one, or nothing yet. */
        Uni<Buffer> next() {
            if (!rested) {
                rested = true;
                return signal.next(LOOK_AGAIN).onItem().delayIt().by(REST).replaceWith(Buffer::buffer);
            }
            return keys.include(caller).flatMap(live -> live ? read() : end());
        }

        private Uni<Buffer> read() {
            return events.read(caller, place, sessionId, READ_AT_ONCE).map(this::part);
        }

        private Uni<Buffer> end() {
            over = true;
            return Uni.createFrom().item(Buffer::buffer);
        }

        private Buffer part(EventRepository.Found found) {
            place = found.end();
            rested = found.events().size() == READ_AT_ONCE;
            long now = System.nanoTime();
            boolean silent = found.events().isEmpty();
            if (silent && now - lastPart < config.heartbeat().toNanos()) {
                return Buffer.buffer();
            }
            lastPart = now;
            return silent ? Buffer.buffer(COMMENT) : frames(found.events());
        }

        private static Buffer frames(List<Event> events) {
            Buffer frames = Buffer.buffer();
            for (Event event : events) {
                frames.appendString(
                        "id: " + event.id() + "\nevent: " + event.type().wireName() + "\ndata: "
                                + event.json(event.type().wireName()) + "\n\n");
            }
            return frames;
        }
    }
}
