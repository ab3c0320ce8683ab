package dev.tidings.engine.linked.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.directory.OwnershipLostException;
import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.protobuf.RecordFormat;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LinkedStoreTest {
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
    SecretBox box;

    @Inject
    Pool pool;

    @Inject
    Ids ids;

    @Inject
    MovableClock clock;

    @Test
    void storesADeviceWithItsSettingsAndEachChange() {
        OwnershipToken token = owned();
        String session = token.sessionId();
        assertNull(devices.find(session).await().indefinitely());
        LinkedSettings given = new LinkedSettings("Shop", "recent", "socks5://ann:secret@proxy.example:1080");
        settings.keep(session, given).await().indefinitely();
        LinkedDevice made = create(token, 1);
        assertEquals(given, made.settings());
        assertEquals(1, made.revision());
        assertEquals(LinkedDevice.Phase.NEW, made.phase());
        LinkedDevice other = create(token, 2);
        assertEquals(1, other.generation(), "credentials that are there stay");
        assertArrayEquals(made.noise().privateKey(), other.noise().privateKey());

        LinkedDevice paired = update(token, made.paired(Devices.account()));
        LinkedDevice linked = update(token, paired.loggedIn());
        LinkedDevice found = devices.find(session).await().indefinitely();
        assertEquals(linked.revision(), found.revision());
        assertEquals(LinkedDevice.Phase.LINKED, found.phase());
        assertEquals(1, found.loginCounter());
        assertEquals(linked.account(), found.account());
        assertThrows(StaleDeviceException.class, () -> update(token, paired.loggedIn()), "not from what was before");
        Owners.own(pool, session);
        assertThrows(OwnershipLostException.class, () -> update(token, found.loggedIn()), "another replica owns it");
        assertThrows(OwnershipLostException.class, () -> generate(token, 1, 1));
        OwnershipToken foreign = owned();
        assertThrows(IllegalArgumentException.class, () -> update(foreign, found));
        assertEquals(
                linked.revision(), devices.find(session).await().indefinitely().revision());
    }

    @Test
    void wipesItsOwnGenerationOnly() {
        OwnershipToken token = owned();
        String session = token.sessionId();
        create(token, 1);
        generate(token, 1, 3);
        assertTrue(wipe(session, 1));
        assertNull(devices.find(session).await().indefinitely());
        OwnershipToken other = owned();
        long first = create(other, LinkedDevice.NEXT_GENERATION).generation();
        assertTrue(wipe(other.sessionId(), first));
        assertTrue(create(other, LinkedDevice.NEXT_GENERATION).generation() > first);
        assertFalse(wipe(other.sessionId(), first), "also when all rows of the first are gone");
        LinkedDevice anew = create(token, 2);
        generate(token, 2, 2);
        assertFalse(wipe(session, 1), "a late wipe of what was before");
        assertEquals(2, devices.find(session).await().indefinitely().generation());
        assertEquals(2, counts(token, 2).pending());
        assertTrue(wipe(session, 2));
        assertThrows(StaleDeviceException.class, () -> update(token, anew.loggedIn()));
        assertEquals(List.of(), generate(token, 2, 5), "no keys without a device");
    }

    @Test
    void countsPreKeysOnWhateverIsTaken() {
        OwnershipToken token = owned();
        String session = token.sessionId();
        create(token, 1);
        assertEquals(IntStream.rangeClosed(1, 50).boxed().toList(), numbers(generate(token, 1, 50)));
        List<PreKey> pending = preKeys.pending(session, 1, 20).await().indefinitely();
        assertEquals(
                IntStream.rangeClosed(1, 20).boxed().toList(), numbers(pending), "the same again after a lost answer");
        inOne(tx -> preKeys.markUploaded(tx, token, 1, numbers(pending)));
        assertEquals(new PreKeyRepository.Counts(20, 30), counts(token, 1));

        PreKey taken = inOne(tx -> preKeys.take(tx, token, 1, 5));
        assertArrayEquals(pending.get(4).pair().privateKey(), taken.pair().privateKey());
        assertNull(inOne(tx -> preKeys.take(tx, token, 1, 5)), "it builds one session");
        assertThrows(
                IllegalStateException.class,
                () -> inOne(tx -> preKeys.take(tx, token, 1, 6).map(key -> {
                    throw new IllegalStateException("the session is not stored");
                })));
        assertEquals(
                List.of(6),
                numbers(preKeys.find(session, 1, List.of(5, 6)).await().indefinitely()));
        inOne(tx -> preKeys.markAllPending(tx, token, 1));
        assertEquals(new PreKeyRepository.Counts(0, 49), counts(token, 1));
        execute("DELETE FROM linked_pre_key WHERE session_id = $1", Tuple.of(session));
        assertEquals(List.of(51, 52), numbers(generate(token, 1, 2)), "never again a number that the server may know");
    }

    @Test
    void beginsAnewAfterTheLastNumber() {
        OwnershipToken token = owned();
        create(token, 1);
        generate(token, 1, 1);
        execute(
                "UPDATE linked_device SET next_pre_key_id = $2 WHERE session_id = $1",
                Tuple.of(token.sessionId(), PreKeyIds.LAST));
        assertEquals(List.of(PreKeyIds.LAST, 1, 2), numbers(generate(token, 1, 3)));
        assertEquals(3, devices.find(token.sessionId()).await().indefinitely().nextPreKeyId());
        assertEquals(3, counts(token, 1).pending(), "the key that had the number before is replaced");
    }

    @Test
    void giveNoNumberTwiceWhenMadeAtTheSameTime() {
        OwnershipToken token = owned();
        create(token, 1);
        List<List<PreKey>> made = Uni.join()
                .all(IntStream.range(0, 4)
                        .mapToObj(i -> preKeys.generate(token, 1, 10, Devices.RANDOM))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();
        Set<Integer> numbers = new HashSet<>();
        made.forEach(keys -> numbers.addAll(numbers(keys)));
        assertEquals(40, numbers.size());
        assertEquals(40, counts(token, 1).pending());
    }

    @Test
    void handsASessionToTheNextReleaseAndBack() {
        OwnershipToken token = owned();
        String session = token.sessionId();
        LinkedDevice device = update(token, Devices.paired(create(token, 1)));
        byte[] there = new ProtoWriter()
                .raw(Bytes.of(DeviceFormat.write(device)))
                .int32(1, RecordFormat.VERSION + 1)
                .string(90, "of the next release")
                .toArray();
        byte[] sealed = box.seal(there, DeviceRepository.place(session, 1));
        execute(
                "UPDATE linked_device SET record = $2, revision = revision + 1 WHERE session_id = $1",
                Tuple.of(session, Buffer.buffer(sealed)));
        LinkedDevice back = devices.find(session).await().indefinitely();
        update(token, back.loggedIn());
        Buffer stored = pool.preparedQuery("SELECT record FROM linked_device WHERE session_id = $1")
                .execute(Tuple.of(session))
                .map(rows -> rows.iterator().next().getBuffer(0).getDelegate())
                .await()
                .indefinitely();
        ProtoReader in = new ProtoReader(box.open(stored.getBytes(), DeviceRepository.place(session, 1)));
        String kept = null;
        while (in.next()) {
            kept = in.field() == 90 ? in.string() : kept;
        }
        assertEquals("of the next release", kept);
        assertEquals(
                device.loginCounter() + 1,
                devices.find(session).await().indefinitely().loginCounter());
    }

    @Test
    void opensARecordInItsOwnRowOnly() {
        OwnershipToken token = owned();
        OwnershipToken thief = owned();
        create(token, 1);
        create(thief, 1);
        execute(
                "UPDATE linked_device SET record = (SELECT record FROM linked_device WHERE session_id = $1) WHERE session_id = $2",
                Tuple.of(token.sessionId(), thief.sessionId()));
        assertThrows(
                IllegalStateException.class,
                () -> devices.find(thief.sessionId()).await().indefinitely());
    }

    @Test
    void forgetsSettingsOfSessionsThatAreNotThere() {
        String session = ids.next(IdKind.SESSION);
        settings.keep(session, new LinkedSettings("Shop", null, null)).await().indefinitely();
        leftovers.run().await().indefinitely();
        assertNotNull(settings.find(session).await().indefinitely().deviceName(), "its session may be on its way");
        clock.advance(Duration.ofMinutes(2));
        leftovers.run().await().indefinitely();
        assertEquals(LinkedSettings.NONE, settings.find(session).await().indefinitely());
    }

    private OwnershipToken owned() {
        return Owners.own(pool, ids.next(IdKind.SESSION));
    }

    private LinkedDevice create(OwnershipToken token, long generation) {
        return inOne(tx -> devices.create(tx, token, Devices.fresh(token.sessionId(), generation)));
    }

    private LinkedDevice update(OwnershipToken token, LinkedDevice changed) {
        return inOne(tx -> devices.update(tx, token, changed));
    }

    private boolean wipe(String session, long generation) {
        return inOne(tx -> devices.wipe(tx, session, generation));
    }

    private List<PreKey> generate(OwnershipToken token, long generation, int count) {
        return preKeys.generate(token, generation, count, Devices.RANDOM)
                .await()
                .indefinitely();
    }

    private PreKeyRepository.Counts counts(OwnershipToken token, long generation) {
        return preKeys.count(token.sessionId(), generation).await().indefinitely();
    }

    private static List<Integer> numbers(List<PreKey> keys) {
        return keys.stream().map(PreKey::id).toList();
    }

    private <T> T inOne(Function<Transaction, Uni<T>> work) {
        return transactions.inOne(work).await().indefinitely();
    }

    private void execute(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await().indefinitely();
    }
}
