package dev.tidings.engine.linked.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.protobuf.RecordFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    private static final String SESSION = "session_01kaszj5v3m8q2c7d9e1f4g6h8";

    /** The form of a release to come: it knows fields that this one does not. */
    private static final class NextRelease {
        static final int NUMBER_FIELD = 90;
        static final int TEXT_FIELD = 91;

        static byte[] write(byte[] ofThisRelease, String text) {
            return new ProtoWriter()
                    .int32(1, RecordFormat.VERSION + 1)
                    .int32(2, RecordFormat.VERSION)
                    .int32(NUMBER_FIELD, 7)
                    .raw(Bytes.of(withoutFrame(ofThisRelease)))
                    .string(TEXT_FIELD, text)
                    .toArray();
        }

        static Map<Integer, String> read(byte[] stored) {
            Map<Integer, String> known = new HashMap<>();
            ProtoReader in = new ProtoReader(stored);
            while (in.next()) {
                switch (in.field()) {
                    case NUMBER_FIELD -> known.put(NUMBER_FIELD, Integer.toString(in.int32()));
                    case TEXT_FIELD -> known.put(TEXT_FIELD, in.string());
                    default -> {}
                }
            }
            return known;
        }

        private static byte[] withoutFrame(byte[] record) {
            ProtoWriter rest = new ProtoWriter();
            ProtoReader in = new ProtoReader(record);
            while (in.next()) {
                if (in.field() > 2 && in.field() < NUMBER_FIELD) {
                    rest.raw(Bytes.of(in.raw()));
                }
            }
            return rest.toArray();
        }
    }

    @Test
    void readsWhatItWrote() {
        LinkedDevice fresh = Devices.fresh(SESSION, 3);
        assertSame(fresh, read(DeviceFormat.write(fresh)));
        LinkedDevice paired = Devices.paired(fresh);
        assertNull(paired.advSecret(), "spent");
        SignedPreKey next = SignedPreKey.generate(2, paired.identity(), Devices.RANDOM, Devices.NOW);
        LinkedDevice rotating = paired.with(paired.keys().signedPreKeys().withCandidate(next));
        assertSame(rotating, read(DeviceFormat.write(rotating)));
        LinkedDevice rotated = rotating.with(rotating.keys().signedPreKeys().accepted(Devices.NOW));
        assertSame(rotated, read(DeviceFormat.write(rotated)));
    }

    @Test
    void handsADeviceToTheNextReleaseAndBack() {
        LinkedDevice device = Devices.paired(Devices.fresh(SESSION, 3));
        byte[] stored = NextRelease.write(DeviceFormat.write(device), "first");

        LinkedDevice back = read(stored);
        assertArrayEquals(device.noise().privateKey(), back.noise().privateKey());
        byte[] changedHere = DeviceFormat.write(back.loggedIn());
        assertEquals(
                Map.of(NextRelease.NUMBER_FIELD, "7", NextRelease.TEXT_FIELD, "first"), NextRelease.read(changedHere));
        assertEquals(device.loginCounter() + 1, read(changedHere).loginCounter());

        byte[] changedThere = NextRelease.write(changedHere, "second");
        LinkedDevice again = read(changedThere);
        assertEquals(device.loginCounter() + 1, again.loginCounter());
        assertEquals("second", NextRelease.read(DeviceFormat.write(again)).get(NextRelease.TEXT_FIELD));
    }

    @Test
    void handsPreKeysAndSettingsToTheNextReleaseAndBack() {
        KeyPair pair = KeyPair.generate(Devices.RANDOM);
        byte[] key = NextRelease.write(PreKeyFormat.write(pair), "x");
        assertArrayEquals(pair.privateKey(), PreKeyFormat.read(key).privateKey());
        assertEquals(pair.publicKey(), PreKeyFormat.read(key).publicKey());
        LinkedSettings settings = new LinkedSettings("Shop", "recent", "socks5://ann:secret@proxy.example:1080");
        assertEquals(settings, SettingsFormat.read(NextRelease.write(SettingsFormat.write(settings), "x")));
    }

    @Test
    void refusesWhatOnlyLaterReleasesCanRead() {
        byte[] later = new ProtoWriter()
                .int32(1, RecordFormat.VERSION + 2)
                .int32(2, RecordFormat.VERSION + 1)
                .toArray();
        assertThrows(MalformedException.class, () -> read(later));
        assertThrows(MalformedException.class, () -> read(new byte[0]));
        byte[] cut = RecordFormat.begin().toArray();
        assertThrows(MalformedException.class, () -> read(cut));
        assertThrows(MalformedException.class, () -> PreKeyFormat.read(cut));
    }

    @Test
    void keepsSignedPreKeysThatMessagesMayStillNeed() {
        KeyPair identity = KeyPair.generate(Devices.RANDOM);
        SignedPreKeys keys = SignedPreKeys.of(SignedPreKey.generate(1, identity, Devices.RANDOM, Devices.NOW));
        Instant now = Devices.NOW;
        for (int id = 2; id <= 8; id++) {
            now = now.plus(Duration.ofDays(27));
            SignedPreKey candidate = SignedPreKey.generate(keys.nextId(), identity, Devices.RANDOM, now);
            keys = keys.withCandidate(candidate);
            assertEquals(id, keys.find(id).orElseThrow().id(), "before the server has answered");
            assertEquals(id - 1, keys.refused().current().id());
            keys = keys.accepted(now);
        }
        assertEquals(8, keys.current().id());
        assertEquals(
                List.of(7, 6, 5), keys.retired().stream().map(SignedPreKey::id).toList());
        assertFalse(keys.find(4).isPresent());
        for (int id = 9; id <= 40; id++) {
            keys = keys.withCandidate(SignedPreKey.generate(keys.nextId(), identity, Devices.RANDOM, now))
                    .accepted(now);
        }
        assertEquals(SignedPreKeys.MOST, keys.retired().size(), "not without an end");
    }

    @Test
    void countsPreKeysFromOneToTheLastAndAgain() {
        assertEquals(2, PreKeyIds.after(1));
        assertEquals(1, PreKeyIds.after(PreKeyIds.LAST));
        assertEquals(PreKeyIds.LAST, PreKeyIds.after(1, -1));
        assertEquals(812, PreKeyIds.after(PreKeyIds.LAST, 812));
        SignedPreKey last =
                SignedPreKey.generate(PreKeyIds.LAST, KeyPair.generate(Devices.RANDOM), Devices.RANDOM, Devices.NOW);
        assertEquals(1, SignedPreKeys.of(last).nextId());
    }

    @Test
    void showsNoSecret() {
        LinkedDevice device = Devices.paired(Devices.fresh(SESSION, 3));
        String shown = device + " " + device.keys() + " " + device.account() + " " + device.login() + " "
                + new LinkedSettings("Shop", null, "socks5://ann:secret@proxy.example:1080");
        assertFalse(shown.contains("14155552671") || shown.contains("secret@") || shown.contains("Ann"), shown);
    }

    private static LinkedDevice read(byte[] stored) {
        return DeviceFormat.read(stored, SESSION, 3, LinkedDevice.Phase.LINKED);
    }

    private static void assertSame(LinkedDevice expected, LinkedDevice actual) {
        Map<String, byte[]> secrets = Devices.secrets(actual);
        Devices.secrets(expected).forEach((name, bytes) -> assertArrayEquals(bytes, secrets.get(name), name));
        assertEquals(expected.registrationId(), actual.registrationId());
        assertEquals(expected.signedPreKey().signature(), actual.signedPreKey().signature());
        assertEquals(expected.signedPreKey().since(), actual.signedPreKey().since());
        assertEquals(
                expected.keys().signedPreKeys().retired().stream()
                        .map(SignedPreKey::id)
                        .toList(),
                actual.keys().signedPreKeys().retired().stream()
                        .map(SignedPreKey::id)
                        .toList());
        assertEquals(expected.account(), actual.account());
        assertEquals(expected.login(), actual.login());
        assertEquals(expected.further(), actual.further());
    }
}
