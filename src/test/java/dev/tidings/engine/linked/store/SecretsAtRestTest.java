package dev.tidings.engine.linked.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.event.TestSealedFields;
import dev.tidings.platform.crypto.SealedTable;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.SecretPlace;
import dev.tidings.platform.crypto.TestKeys;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transactions;
import dev.tidings.support.Api;
import dev.tidings.support.DatabaseDump;
import dev.tidings.support.MovableClock;
import dev.tidings.support.WebhookReceiver;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets a copy of the database gets no session with it. */
@QuarkusTest
class SecretsAtRestTest {
    private static final String PASSWORD = "a-password-of-a-proxy";

    /** The history of a session, which stays, and who owns it, which is removed by a job. */
    private static final Set<String> STAY =
            Set.of("session", "event", "session_sequence", "message", "session_owner", "session_frame");

    @Inject
    DeviceRepository devices;

    @Inject
    PreKeyRepository preKeys;

    @Inject
    SettingsRepository settings;

    @Inject
    LeftoverJob leftovers;

    @Inject
    Transactions transactions;

    @Inject
    TestSealedFields fields;

    @Inject
    SecretBox box;

    @Inject
    TestKeys keys;

    @All
    @Inject
    List<SealedTable> tables;

    @Inject
    AgroalDataSource database;

    @Inject
    Pool pool;

    @Inject
    MovableClock clock;

    private Api api;

    @BeforeEach
    void open() {
        api = Api.operator();
    }

    @Test
    void aCopyOfTheDatabaseGivesNoSessionAway() {
        DatabaseDump dump = new DatabaseDump(database);
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            receiver.on("/echo", (vertx, request) -> request.response().end(last(receiver, "/echo")));
            String webhook = api.post(
                            "/v1/webhooks", Map.of("url", receiver.url("/echo"), "events", List.of("session.qr")))
                    .path("data.webhookId");
            JsonPath made = api.request()
                    .header("Idempotency-Key", "dump-" + clock.instant().toEpochMilli())
                    .contentType("application/json")
                    .body(Map.of("name", "dump", "engine", "sandbox"))
                    .post("/v1/sessions")
                    .jsonPath();
            String session = made.getString("data.sessionId");
            String text = made.getString("data.qrText");
            String picture = made.getString("data.qrCode");
            await().until(() -> receiver.received("/echo").stream()
                    .anyMatch(got -> got.text().contains(text)));
            await().until(() -> delivered(webhook, session) == 1);

            Map<String, byte[]> secrets = new LinkedHashMap<>(linked(session));
            secrets.put("QR text", text.getBytes(UTF_8));
            secrets.put("QR picture", Base64.getDecoder().decode(picture.substring(picture.indexOf(',') + 1)));
            secrets.put("password of the proxy", PASSWORD.getBytes(UTF_8));
            assertEquals(Set.of(), dump.search(secrets));
            event(session, 1).body("data[0].data.qrText", equalTo(text)).body("data[0].data.qrCode", equalTo(picture));

            plant(session, secrets.get("private noise"));
            assertEquals(
                    Set.of("private noise in session.name"), dump.search(secrets), "the search finds what is there");
            api.delete("/v1/sessions/" + session).then().statusCode(200);
            api.delete("/v1/webhooks/" + webhook).then().statusCode(200);
        }
    }

    @Test
    void nothingOfASessionStaysButItsHistory() {
        DatabaseDump dump = new DatabaseDump(database);
        String session = api.newSession();
        linked(session);
        assertTrue(dump.tablesWith(session).containsAll(Set.of("linked_device", "linked_pre_key", "linked_settings")));
        transactions.inOne(tx -> devices.wipe(tx, session, 1)).await().indefinitely();
        settings.forget(session).await().indefinitely();
        assertEquals("Shop", settings.find(session).await().indefinitely().deviceName(), "it pairs anew with them");
        OwnershipToken token = Owners.own(pool, session);
        transactions
                .inOne(tx -> devices.create(tx, token, Devices.fresh(session, 2)))
                .await()
                .indefinitely();
        api.delete("/v1/sessions/" + session).then().statusCode(200);
        leftovers.run().await().indefinitely();
        settings.forget(session).await().indefinitely();
        Set<String> left = new TreeSet<>(dump.tablesWith(session));
        left.removeAll(STAY);
        assertEquals(Set.of(), left);
        assertEquals(0, count("SELECT count(*) FROM event WHERE session_id = $1 AND sealed IS NOT NULL", session));
        assertEquals(0, count("SELECT count(*) FROM session WHERE id = $1 AND qr_sealed IS NOT NULL", session));
    }

    @Test
    void aQrCodeGoesWhenItIsDead() {
        String session = api.newSession();
        String text = api.get("/v1/sessions/" + session).path("data.qrText");
        event(session, 1).body("data[0].data.qrText", equalTo(text)).body("data[0].data.qrCode", notNullValue());
        execute(
                "SELECT publish_event(account_id, id, 'session.qr', '{\"a\" : 1, \"qrText\":\"x\", \"qrCode\":\"y\", \"z\":2}', $2)"
                        + " FROM session WHERE id = $1",
                Tuple.of(session, SqlTimes.time(clock.instant())));
        fields.removeDead();
        event(session, 2).body("data[0].data.qrText", equalTo(text)).body("data[1].data.qrText", equalTo("x"));

        clock.advance(Duration.ofSeconds(91));
        event(session, 2)
                .body("data[0].data.qrText", nullValue())
                .body("data[0].data.qrCode", nullValue())
                .body("data[0].data.qrExpiresAt", notNullValue());
        fields.removeDead();
        assertEquals(
                0,
                count(
                        "SELECT count(*) FROM event WHERE session_id = $1 AND sealed IS NOT NULL AND sequence <= 2",
                        session));
        event(session, 2)
                .body("data[1].data.a", equalTo(1))
                .body("data[1].data.qrText", nullValue())
                .body("data[1].data.qrCode", nullValue())
                .body("data[1].data.z", equalTo(2));
    }

    @Test
    void allIsSealedAgainAfterAChangeOfTheKey() {
        String session = api.newSession();
        Map<String, byte[]> secrets = linked(session);
        String webhook = api.post(
                        "/v1/webhooks",
                        Map.of(
                                "url",
                                "http://127.0.0.1:9/",
                                "events",
                                List.of("*"),
                                "enabled",
                                false,
                                "headers",
                                Map.of("X-Tenant", "seven")))
                .path("data.webhookId");
        SecretBox old = keys.before();
        age(old, session, "linked_device", "1", 0);
        age(old, session, "linked_settings", "", 0);
        age(old, session, "linked_pre_key", "1/2", 2);
        String secret = string("SELECT secret FROM webhook WHERE id = $1", webhook);
        execute(
                "UPDATE webhook SET secret = $2 WHERE id = $1",
                Tuple.of(webhook, old.seal(box.open(secret, webhook), webhook)));
        assertEquals(4, outdated(session, webhook));
        for (SealedTable table : tables) {
            String after = "";
            while (after != null) {
                after = table.reseal(after).await().indefinitely().last();
            }
        }
        assertEquals(0, outdated(session, webhook));
        LinkedDevice device = devices.find(session).await().indefinitely();
        assertEquals(
                Base64.getEncoder().encodeToString(secrets.get("private noise")),
                Base64.getEncoder().encodeToString(device.noise().privateKey()));
        assertEquals("Shop", device.deviceName());
        assertFalse(preKeys.find(session, 1, List.of(2)).await().indefinitely().isEmpty());
        api.delete("/v1/webhooks/" + webhook).then().statusCode(200);
    }

    /** Fills a session as if a phone had linked it; all that must not be found anywhere. */
    private Map<String, byte[]> linked(String session) {
        OwnershipToken token = Owners.own(pool, session);
        settings.keep(session, new LinkedSettings("Shop", "recent", "socks5://ann:" + PASSWORD + "@proxy.example:1080"))
                .await()
                .indefinitely();
        LinkedDevice fresh = transactions
                .inOne(tx -> devices.create(tx, token, Devices.fresh(session, 1)))
                .await()
                .indefinitely();
        Map<String, byte[]> secrets = new LinkedHashMap<>(Devices.secrets(fresh));
        LinkedDevice paired = Devices.paired(fresh);
        SignedPreKeys signed = paired.keys().signedPreKeys();
        for (int id = 2; id <= 4; id++) {
            signed = signed.withCandidate(SignedPreKey.generate(id, paired.identity(), Devices.RANDOM, Devices.NOW));
            signed = id == 4 ? signed : signed.accepted(Devices.NOW);
        }
        LinkedDevice rotating = paired.with(signed);
        transactions.inOne(tx -> devices.update(tx, token, rotating)).await().indefinitely();
        secrets.putAll(Devices.secrets(rotating));
        preKeys.generate(token, 1, 20, Devices.RANDOM)
                .await()
                .indefinitely()
                .forEach(key -> Devices.add(secrets, "pre-key " + key.id(), key.pair()));
        return secrets;
    }

    private static String last(WebhookReceiver receiver, String path) {
        List<WebhookReceiver.Received> all = receiver.received(path);
        return all.get(all.size() - 1).text();
    }

    private void plant(String session, byte[] secret) {
        execute(
                "UPDATE session SET name = $2 WHERE id = $1",
                Tuple.of(session, "x" + Base64.getUrlEncoder().encodeToString(secret)));
    }

    private ValidatableResponse event(String session, int atLeast) {
        await().until(() -> api.get("/v1/events?sessionId=" + session)
                        .jsonPath()
                        .getList("data")
                        .size()
                >= atLeast);
        return api.get("/v1/events?sessionId=" + session).then().statusCode(200);
    }

    private long delivered(String webhook, String session) {
        return pool.preparedQuery("SELECT count(*) FROM delivery JOIN event ON event.position = event_position"
                        + " WHERE webhook_id = $1 AND session_id = $2 AND status = 'delivered'")
                .execute(Tuple.of(webhook, session))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .indefinitely();
    }

    private void age(SecretBox old, String session, String table, String row, int id) {
        SecretPlace place = new SecretPlace(table, session, row);
        String where = " WHERE session_id = $1" + (id == 0 ? "" : " AND id = " + id);
        byte[] record = pool.preparedQuery("SELECT record FROM " + table + where)
                .execute(Tuple.of(session))
                .map(rows -> rows.iterator().next().getBuffer(0).getBytes())
                .await()
                .indefinitely();
        byte[] sealed = old.seal(box.open(record, place), place);
        execute("UPDATE " + table + " SET record = $2" + where, Tuple.of(session, Buffer.buffer(sealed)));
    }

    private long outdated(String session, String webhook) {
        List<byte[]> records = new ArrayList<>();
        for (String table : List.of("linked_device", "linked_settings", "linked_pre_key")) {
            for (Row row : pool.preparedQuery("SELECT record FROM " + table + " WHERE session_id = $1")
                    .execute(Tuple.of(session))
                    .await()
                    .indefinitely()) {
                records.add(row.getBuffer(0).getBytes());
            }
        }
        long ofWebhook = box.isOutdated(string("SELECT secret FROM webhook WHERE id = $1", webhook)) ? 1 : 0;
        return ofWebhook + records.stream().filter(box::isOutdated).count();
    }

    private long count(String sql, String id) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .indefinitely();
    }

    private String string(String sql, String id) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .indefinitely();
    }

    private void execute(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await().indefinitely();
    }
}
