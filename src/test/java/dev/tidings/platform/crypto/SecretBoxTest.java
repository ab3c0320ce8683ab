package dev.tidings.platform.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final String ONE = "q3wkVnUFKD0Wq1o4PzP1x8h5bq3V2yq0sYt0Qm7bF4E=";
    private static final String TWO = "0mJ6Jq2nP4bq8S5m3q5x2h1VYl8m0w7dR6cT9uXeZaA=";
    private static final String TOKEN = "EAAG-an access token ✓";
    private static final String SESSION = "session_01kaszj5v3m8q2c7d9e1f4g6h8";

    @TempDir
    private Path folder;

    private Optional<String> operatorKey = Optional.empty();

    @Test
    void opensWhatItSealed() {
        SecretBox box = box(Map.of("key", ONE));
        String sealed = box.seal(TOKEN, SESSION);
        assertTrue(sealed.startsWith("v1.default."), sealed);
        assertEquals(TOKEN, box.open(sealed, SESSION));
        assertNotEquals(sealed, box.seal(TOKEN, SESSION), "the same text twice must not be told by its seal");
    }

    @Test
    void opensForItsOwnContextOnly() {
        SecretBox box = box(Map.of("key", ONE));
        String sealed = box.seal(TOKEN, SESSION);
        assertThrows(IllegalStateException.class, () -> box.open(sealed, "session_01kaszj5v3m8q2c7d9e1f4g6h9"));
    }

    @Test
    void leavesOutWhatItCannotOpenIfThatIsWanted() {
        String sealed = box(Map.of("key", ONE)).seal(TOKEN, SESSION);
        assertEquals(Optional.of(TOKEN), box(Map.of("key", ONE)).openIfPossible(sealed, SESSION));
        assertEquals(Optional.empty(), box(Map.of("key", TWO)).openIfPossible(sealed, SESSION));
    }

    @Test
    void opensNothingThatWasChanged() {
        SecretBox box = box(Map.of("key", ONE));
        String sealed = box.seal(TOKEN, SESSION);
        int start = sealed.lastIndexOf('.') + 1;
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(start));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            String text = sealed.substring(0, start)
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> box.open(text, SESSION));
            assertFalse(refused.getMessage().contains("EAAG"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "v1.default",
                "v1.default.",
                "v1.default.AAAA",
                "v1.default.***",
                "v2.default.AAAA"
            })
    void opensNothingThatItDidNotSeal(String text) {
        SecretBox box = box(Map.of("key", ONE));
        assertThrows(IllegalStateException.class, () -> box.open(text, SESSION));
    }

    @Test
    void aNewKeySealsWhileTheOldOneStillOpens() {
        String sealed = box(Map.of("key", ONE)).seal(TOKEN, SESSION);
        SecretBox rotated = box(Map.of("key", ONE, "keys.k2", TWO, "current", "k2"));

        assertEquals(TOKEN, rotated.open(sealed, SESSION));
        assertTrue(rotated.isOutdated(sealed));
        String anew = rotated.seal(TOKEN, SESSION);
        assertFalse(rotated.isOutdated(anew));
        assertEquals(TOKEN, box(Map.of("keys.k2", TWO)).open(anew, SESSION), "the old key can go");
        assertThrows(
                IllegalStateException.class, () -> box(Map.of("keys.k2", TWO)).open(sealed, SESSION));
    }

    @Test
    void opensBytesInTheirPlaceOnly() {
        SecretBox box = box(Map.of("key", ONE));
        byte[] plain = {0, 1, -1, 127, 5};
        SecretPlace place = new SecretPlace("linked_device", SESSION, "1");
        byte[] sealed = box.seal(plain, place);
        assertArrayEquals(plain, box.open(sealed, place));
        assertFalse(
                Arrays.equals(sealed, box.seal(plain, place)), "the same bytes twice must not be told by their seal");
        assertArrayEquals(new byte[0], box.open(box.seal(new byte[0], place), place));
        List<SecretPlace> others = List.of(
                new SecretPlace("linked_pre_key", SESSION, "1"),
                new SecretPlace("linked_device", SESSION + "x", "1"),
                new SecretPlace("linked_device", SESSION, "2"),
                new SecretPlace("linked_device" + SESSION, "", "1"),
                new SecretPlace("linked_device", SESSION + "1", ""));
        others.forEach(
                other -> assertThrows(IllegalStateException.class, () -> box.open(sealed, other), other.toString()));
    }

    @Test
    void opensNoBytesThatWereChangedOrCut() {
        SecretBox box = box(Map.of("key", ONE));
        SecretPlace place = new SecretPlace("linked_device", SESSION, "1");
        byte[] sealed = box.seal(new byte[] {1, 2, 3}, place);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThrows(IllegalStateException.class, () -> box.open(changed, place));
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThrows(IllegalStateException.class, () -> box.open(cut, place));
        }
        assertThrows(IllegalStateException.class, () -> box.isOutdated(new byte[] {1, -1, 3}));
    }

    @Test
    void aNewKeySealsBytesWhileTheOldOneStillOpens() {
        SecretPlace place = new SecretPlace("linked_device", SESSION, "1");
        byte[] plain = {7, 7};
        byte[] sealed = box(Map.of("key", ONE)).seal(plain, place);
        SecretBox rotated = box(Map.of("key", ONE, "keys.k2", TWO, "current", "k2"));
        assertArrayEquals(plain, rotated.open(sealed, place));
        assertTrue(rotated.isOutdated(sealed));
        byte[] anew = rotated.seal(plain, place);
        assertFalse(rotated.isOutdated(anew));
        assertArrayEquals(rotated.currentStart(), Arrays.copyOf(anew, rotated.currentStart().length));
        assertTrue(rotated.seal("x", SESSION).startsWith(rotated.currentPrefix()));
        assertArrayEquals(plain, box(Map.of("keys.k2", TWO)).open(anew, place), "the old key can go");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2hvcnQ=",
                "not base64 at all, whatever its length may be",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "q3wkVnUFKD0Wq1o4PzP1x8h5bq3V2yq0sYt0Qm7bF4FF4FFF"
            })
    void refusesAWeakKey(String weak) {
        assertRefused(Map.of("key", weak), "TIDINGS_SECRETS_KEY");
    }

    @Test
    void refusesToGuessWhichKeySeals() {
        assertRefused(Map.of(), "TIDINGS_SECRETS_KEY");
        assertRefused(Map.of("key", ""), "TIDINGS_SECRETS_KEY");
        assertRefused(Map.of("key", ONE, "keys.k2", TWO), "tidings.secrets.current");
        assertRefused(Map.of("key", ONE, "current", "k3"), "k3");
        assertRefused(Map.of("keys.\"a.b\"", ONE), "id of a key");
    }

    @Test
    void derivesAKeyFromTheOperatorsWhileNoneIsGiven() {
        operatorKey = Optional.of("an operator's key of some length, 1");
        String sealed = box(Map.of()).seal(TOKEN, SESSION);
        assertEquals(TOKEN, box(Map.of()).open(sealed, SESSION), "every replica derives the same");
        SecretBox given = box(Map.of("key", ONE));
        assertEquals(TOKEN, given.open(sealed, SESSION));
        assertTrue(given.isOutdated(sealed));
        operatorKey = Optional.of("an operator's key of some length, 2");
        assertThrows(IllegalStateException.class, () -> box(Map.of()).open(sealed, SESSION));
    }

    @Test
    void developmentMakesAKeyOnceAndKeepsItForItsOwner() throws IOException {
        Map<String, String> development = Map.of("development-key", "true");
        String sealed = box(development).seal(TOKEN, SESSION);
        assertEquals(TOKEN, box(development).open(sealed, SESSION));
        Path file = folder.resolve("below/secrets-key");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void developmentTakesTheKeyThatIsGiven() {
        SecretBox given = box(Map.of("development-key", "true", "key", ONE));
        assertEquals(TOKEN, box(Map.of("key", ONE)).open(given.seal(TOKEN, SESSION), SESSION));
        assertTrue(Files.notExists(folder.resolve("below")));
    }

    private void assertRefused(Map<String, String> settings, String told) {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> box(settings));
        assertEquals(PreventFurtherStepsException.class, refused.getCause().getClass());
        assertTrue(refused.getMessage().contains(told), refused.getMessage());
        settings.forEach((name, value) ->
                assertTrue(value.length() < 8 || !refused.getMessage().contains(value), "the message shows " + name));
    }

    private SecretBox box(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((name, value) -> properties.put("tidings.secrets." + name, value));
        properties.put(
                "tidings.secrets.development-key-file",
                folder.resolve("below/secrets-key").toString());
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(SecretsConfig.class)
                .withDefaultValues(properties)
                .withConverter(Path.class, 100, Path::of)
                .build();
        return new SecretBox(new SecretKeys(config.getConfigMapping(SecretsConfig.class), operatorKey));
    }
}
