package dev.tidings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every table has one package that owns it. Imports do not show who else touches it, so this reads the SQL in the sources. A
 * statement that crosses is listed below with its reason: mostly that one statement, which cannot be torn apart by a crash or
 * another replica, is worth more than the border. What the functions of the migrations touch is theirs.
 */
class TableOwnersTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final Map<String, String> OWNERS = Map.ofEntries(
            Map.entry("account", "access.account"),
            Map.entry("api_key", "access.apikey"),
            Map.entry("audit", "access.audit"),
            Map.entry("idempotency", "access.idempotency"),
            Map.entry("rate_window", "access.ratelimit"),
            Map.entry("session", "core.session"),
            Map.entry("replica", "core.directory"),
            Map.entry("session_owner", "core.directory"),
            Map.entry("session_frame", "core.directory"),
            Map.entry("login_pace", "core.directory"),
            Map.entry("engine_command", "core.engine.command"),
            Map.entry("message", "core.message"),
            Map.entry("message_usage", "core.message"),
            Map.entry("bulk", "core.message.queue"),
            Map.entry("event", "core.event"),
            Map.entry("session_sequence", "core.event"),
            Map.entry("media", "core.media"),
            Map.entry("media_blob", "core.media"),
            Map.entry("media_chunk", "core.media"),
            Map.entry("media_file", "core.media"),
            Map.entry("sandbox_session", "engine.sandbox"),
            Map.entry("sandbox_message", "engine.sandbox"),
            Map.entry("cloud_session", "engine.cloud.number"),
            Map.entry("cloud_pace", "engine.cloud.number"),
            Map.entry("cloud_chat", "engine.cloud.number"),
            Map.entry("contact_preference", "core.contact"),
            Map.entry("cloud_upload", "engine.cloud.send"),
            Map.entry("cloud_download", "engine.cloud.inbound"),
            Map.entry("linked_client_version", "engine.linked.store"),
            Map.entry("linked_settings", "engine.linked.store"),
            Map.entry("linked_device", "engine.linked.store"),
            Map.entry("linked_pre_key", "engine.linked.store"),
            Map.entry("webhook", "webhook.endpoint"),
            Map.entry("delivery", "webhook.delivery"),
            Map.entry("delivery_attempt", "webhook.delivery"),
            Map.entry("event_outbox", "webhook.delivery"));

    private static final List<Crossing> CROSSINGS = List.of(
            reads("access.auth", "api_key", "the key of a request is found with its account in one statement"),
            writes("access.auth", "api_key", "when a key was last used is noted in batches, beside its entity"),
            reads("access.auth", "account", "the key of a request is found with its account in one statement"),
            reads("core.directory", "session", "the directory answers for it to those whom core.session uses"),
            reads(
                    "core.message",
                    "engine_command",
                    "what still waits for the owner of its session was not sent, and is not swept as lost"),
            reads("core.engine.command", "session_owner", "the owner takes a command in the statement that names it"),
            reads("core.message.queue", "session_owner", "only the owner of a session claims its queue"),
            reads(
                    "core.message",
                    "session",
                    "what comes in, or waits in vain, is judged in the statement that stores it"),
            reads("core.contact", "session", "what people say is judged in the statement that stores it"),
            reads("core.message.send", "session", "a send looks at its session in the statement that begins it"),
            reads(
                    "core.message.queue",
                    "session",
                    "the queue looks at its session in the statement that stores or claims"),
            writes("core.message.queue", "session", "the lease of a queue changes with the message that it hands out"),
            reads("core.message.queue", "account", "a suspended account's queue is left out by the claim itself"),
            reads("core.message.queue", "media_file", "a message leaves the queue only while its file is here"),
            reads("engine.cloud.inbound", "message", "a callback that is repeated fetches nothing again"),
            reads("engine.cloud.inbound", "session", "a claim tells whose file it is, also of a removed session"),
            reads(
                    "engine.cloud.number",
                    "session",
                    "settings without a session are removed, and none other are checked"),
            writes("engine.cloud.number", "cloud_upload", "all that is known of a session goes in one statement"),
            writes("engine.cloud.number", "cloud_download", "all that is known of a session goes in one statement"),
            reads("engine.linked.store", "session", "settings go when their session was never made, or is removed"),
            reads("webhook.endpoint", "session", "an endpoint goes with its session"),
            reads(
                    "webhook.delivery",
                    "event",
                    "the relay makes deliveries of events, and a claim brings its event along"),
            reads("webhook.delivery", "webhook", "the relay finds the endpoints of an event in its own statement"),
            writes("webhook.delivery", "webhook", "an endpoint's health changes with the outcomes of its deliveries"),
            reads("webhook.history", "delivery", "history shows what the deliverer has written"),
            writes("webhook.history", "delivery", "a replay makes deliveries, and retention removes them"),
            reads("webhook.history", "delivery_attempt", "history shows what the deliverer has written"),
            writes("webhook.history", "delivery_attempt", "retention removes attempts together with their delivery"),
            reads(
                    "webhook.history",
                    "event",
                    "a replay looks for its events in the statement that makes its deliveries"),
            reads("webhook.history", "webhook", "a replay, and retention, look at their endpoint in one statement"),
            writes("webhook.history", "webhook", "an endpoint that was removed goes after its last delivery"),
            reads("webhook.history", "session", "the endpoints of a removed session are removed too"));

    private static final Pattern CREATED = Pattern.compile("CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\\w+)");
    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*)\"", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("@Table\\(name = \"(\\w+)\"");
    private static final Pattern WRITTEN =
            Pattern.compile("\\b(?:INSERT INTO|DELETE FROM|(?<!FOR )(?<!DO )UPDATE)\\s+(\\w+)");
    private static final Pattern READ =
            Pattern.compile("\\b(?:(?<!DELETE )FROM|JOIN|USING)\\s+(\\w+)(?:\\s*,\\s*(\\w+))?");

    /** A package that touches a table of another one. */
    private record Crossing(String who, Access access, String table, String reason) {
        String name() {
            return who + " " + access + " " + table;
        }
    }

    private enum Access {
        READS,
        WRITES
    }

    @Test
    void everyTableHasAnOwner() throws IOException {
        assertEquals(new TreeSet<>(OWNERS.keySet()), tables());
    }

    @Test
    void nobodyElseTouchesATableButForAReasonThatIsGivenHere() throws IOException {
        Set<String> allowed = CROSSINGS.stream().map(Crossing::name).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", allowed), String.join("\n", found()));
    }

    private static Crossing reads(String who, String table, String reason) {
        return new Crossing(who, Access.READS, table, reason);
    }

    private static Crossing writes(String who, String table, String reason) {
        return new Crossing(who, Access.WRITES, table, reason);
    }

    /** Packages below the owner belong to it. */
    private static boolean isOwn(String room, String table) {
        return (room + ".").startsWith(OWNERS.get(table) + ".");
    }

    private static Set<String> found() throws IOException {
        Set<String> tables = tables();
        Set<String> found = new TreeSet<>();
        for (Path source : files(SOURCES, ".java")) {
            String text = Files.readString(source);
            String room = room(source);
            for (String sql : literals(text)) {
                add(found, tables, room, Access.READS, READ.matcher(sql));
                add(found, tables, room, Access.WRITES, WRITTEN.matcher(sql));
            }
            add(found, tables, room, Access.WRITES, ENTITY.matcher(text));
        }
        return found;
    }

    private static void add(Set<String> found, Set<String> tables, String room, Access access, Matcher names) {
        while (names.find()) {
            for (int group = 1; group <= names.groupCount(); group++) {
                String table = names.group(group);
                if (table != null && tables.contains(table) && !isOwn(room, table)) {
                    found.add(new Crossing(room, access, table, null).name());
                }
            }
        }
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        for (Path migration : files(MIGRATIONS, ".sql")) {
            Matcher created = CREATED.matcher(Files.readString(migration));
            while (created.find()) {
                tables.add(created.group(1));
            }
        }
        return tables;
    }

    private static List<String> literals(String text) {
        return LITERAL.matcher(text)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().endsWith(ending)).toList();
        }
    }

    private static String room(Path source) {
        return SOURCES.resolve("dev/tidings")
                .relativize(source.getParent())
                .toString()
                .replace('/', '.');
    }
}
