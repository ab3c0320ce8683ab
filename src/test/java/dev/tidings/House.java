package dev.tidings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The floors and rooms of the house. {@link ArchitectureTest} holds the code against it, and the table of CONTRIBUTING.md
 * is written from it, so that there is one description of who may use whom.
 */
final class House {
    static final String ROOT = "dev.tidings.";

    /** From the ground up: a floor may use all floors below it. The adapters of the top do not know each other. */
    static final List<String> FLOORS = List.of("platform", "access", "core");

    static final Set<String> TOP = Set.of("engine", "webhook", "openapi");

    /**
     * A room.
     *
     * @param name below {@code dev.tidings}
     * @param holds what is in it
     * @param uses rooms of its own floor that it may use; it has to use them all
     */
    record Room(String name, String holds, Set<String> uses) {
        String floor() {
            return name.split("\\.")[0];
        }
    }

    static final List<Room> ROOMS = List.of(
            room("platform.error", "the catalogue of errors, the one exception, the body of a failure; no JAX-RS"),
            room("platform.validation", "how requests check themselves", "error"),
            room("platform.id", "prefixed, sortable ids"),
            room("platform.net", "addresses, and blocks of them"),
            room("platform.async", "work off the event loop, work that nobody waits for, an orderly end of it"),
            room("platform.process", "the process as a whole: order of a start, what refuses one, the clock, SIGTERM"),
            room("platform.config", "what the values of settings may be, one converter per type"),
            room(
                    "platform.crypto",
                    "secrets at rest: how they are sealed and with which keys, and again with new ones; hashes",
                    "async",
                    "config",
                    "process"),
            room("platform.sql", "transactions, times for the SQL client, notifications between replicas", "async"),
            room(
                    "platform.postgres",
                    "settings of the database, its migrations, the built-in server (embedded)",
                    "config",
                    "process"),
            room(
                    "platform.egress",
                    "every call to an address that a user chose: which may be called, and the client that calls",
                    "async",
                    "config",
                    "net",
                    "process"),
            room(
                    "platform.http",
                    "the envelope, the one mapper, JSON bodies, what the router refuses, the order of handlers",
                    "async",
                    "config",
                    "crypto",
                    "error",
                    "id",
                    "process",
                    "validation"),
            room("access.audit", "who made, changed or ended what"),
            room("access.plan", "plans as data: limits, and what differs from them for one account"),
            room("access.auth", "who calls: keys, scopes, the operator's key", "audit", "plan"),
            room("access.apikey", "the API of keys", "audit", "auth", "idempotency"),
            room("access.ratelimit", "how many requests an account has, in time and at once", "auth", "plan"),
            room("access.idempotency", "a repeated request gets the first answer", "auth"),
            room(
                    "access.account",
                    "accounts and their use, the operator's API",
                    "apikey",
                    "audit",
                    "auth",
                    "idempotency",
                    "plan",
                    "ratelimit"),
            room("core.content", "what a message says: one record per type; kinds of files; phone numbers"),
            room("core.media", "files: types, stores, upload and download, fetching from URLs", "content"),
            room("core.directory", "whose session is it, and in which state: the one owner of this question"),
            room("core.retention", "how long messages, events and deliveries are kept"),
            room(
                    "core.event",
                    "the list of events, their publication, reading and streaming them",
                    "directory",
                    "retention"),
            room("core.engine", "the port to WhatsApp, and the port that engines report to", "content", "directory"),
            room("core.contact", "what people say about being written to", "content", "engine", "event"),
            room("core.template", "message templates, as engines show them", "directory", "engine"),
            room("core.session", "sessions and their QR codes", "content", "directory", "engine", "event"),
            room(
                    "core.message",
                    "messages: sending, the queue and bulks, history, statuses, what engines receive",
                    "contact",
                    "content",
                    "directory",
                    "engine",
                    "event",
                    "media",
                    "retention",
                    "session"),
            room("engine.sandbox", "the simulator"),
            room(
                    "engine.linked",
                    "a phone's linked device: WhatsApp's own protocol, from the socket to a connected session"),
            room("engine.cloud", "Meta's official WhatsApp Business Cloud API"),
            room("webhook", "the adapter to customers: endpoints, deliveries, their history, the signed call"),
            room("openapi", "completes the OpenAPI document and serves it"));

    private House() {}

    private static Room room(String name, String holds, String... besides) {
        List<String> uses = new ArrayList<>();
        for (String beside : besides) {
            uses.add(name.split("\\.")[0] + "." + beside);
        }
        return new Room(name, holds, Set.copyOf(uses));
    }

    /** The room of a package, such as {@code dev.tidings.core.message.send}. */
    static Optional<Room> of(String packageName) {
        return ROOMS.stream()
                .filter(room -> (packageName + ".").startsWith(ROOT + room.name() + "."))
                .findFirst();
    }

    static boolean mayUse(Room one, Room other) {
        if (one.equals(other)) {
            return true;
        }
        if (TOP.contains(one.floor())) {
            return !TOP.contains(other.floor());
        }
        return one.floor().equals(other.floor())
                ? one.uses().contains(other.name())
                : !TOP.contains(other.floor()) && FLOORS.indexOf(other.floor()) < FLOORS.indexOf(one.floor());
    }

    /** The table of CONTRIBUTING.md. */
    static String table() {
        Map<String, List<Room>> floors = new LinkedHashMap<>();
        for (Room room : ROOMS) {
            floors.computeIfAbsent(room.floor(), floor -> new ArrayList<>()).add(room);
        }
        StringBuilder table = new StringBuilder("| room | what is in it | uses of its own floor |\n|---|---|---|\n");
        floors.values()
                .forEach(rooms -> rooms.forEach(room -> table.append("| `")
                        .append(room.name().replace('.', '/'))
                        .append("` | ")
                        .append(room.holds())
                        .append(" | ")
                        .append(used(room))
                        .append(" |\n")));
        return table.toString();
    }

    private static String used(Room room) {
        List<String> names = room.uses().stream()
                .sorted()
                .map(name -> "`" + name.substring(name.indexOf('.') + 1) + "`")
                .toList();
        return names.isEmpty() ? "–" : String.join(" ", names);
    }
}
