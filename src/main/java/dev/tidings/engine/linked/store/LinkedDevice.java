package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.crypto.KeyPair;
import java.time.Instant;

/**
 * The credentials of one session, and what it knows of its account and of the server. Immutable: a change gives another one,
 * which {@link DeviceRepository#update} stores.
 *
 * @param generation which of the credentials that the session has had: each pairing begins with new ones
 * @param revision counts the changes; a change to one that was not the last is refused
 * @param account null until it is paired
 * @param nextPreKeyId where the counter of pre-keys stood when this was read; {@link PreKeyRepository} moves it
 * @param further fields that a later release wrote; kept as they are
 */
public record LinkedDevice(
        String sessionId,
        long generation,
        long revision,
        Phase phase,
        DeviceKeys keys,
        LinkedAccount account,
        LoginState login,
        LinkedSettings settings,
        int nextPreKeyId,
        Bytes further) {

    /** Stands for the generation that the credentials get when they are stored. */
    public static final long NEXT_GENERATION = 0;

    /**
     * The last generation of credentials that belongs to a generation of the session, which ends with a logout: its
     * number stands in the upper bits.
     */
    public static long lastOf(long ofSession) {
        return ofSession >= Long.MAX_VALUE >> 40 ? Long.MAX_VALUE : ((ofSession + 1) << 40) - 1;
    }

    public enum Phase {
        /** Not paired. */
        NEW,
        /** The server said that it is paired; whether it may log in is not known yet. */
        UNCONFIRMED,
        /** It has logged in. */
        LINKED
    }

    /** A device that is to be paired; with the settings of its session once it was stored. */
    public static LinkedDevice fresh(String sessionId, long generation, DeviceKeys keys) {
        return new LinkedDevice(
                sessionId,
                generation,
                0,
                Phase.NEW,
                keys,
                null,
                LoginState.NONE,
                LinkedSettings.NONE,
                PreKeyIds.FIRST,
                Bytes.EMPTY);
    }

    /** With another secret for the QR code, which the phone signs with. */
    public LinkedDevice withAdvSecret(Bytes secret) {
        return with(keys.withAdvSecret(secret));
    }

    /** Paired, not confirmed. The secret of the QR code is spent; nothing of an earlier login counts. */
    public LinkedDevice paired(LinkedAccount linked) {
        return new LinkedDevice(
                sessionId,
                generation,
                revision,
                Phase.UNCONFIRMED,
                keys.withAdvSecret(null),
                linked,
                LoginState.NONE.withPushName(linked.businessName()),
                settings,
                nextPreKeyId,
                further);
    }

    /** After a {@code <success>}, which confirms the pairing. */
    public LinkedDevice loggedIn() {
        return new LinkedDevice(
                sessionId,
                generation,
                revision,
                Phase.LINKED,
                keys,
                account,
                login.withCounter(login.counter() + 1),
                settings,
                nextPreKeyId,
                further);
    }

    public LinkedDevice with(DeviceKeys changed) {
        return with(changed, account, login);
    }

    public LinkedDevice with(LinkedAccount changed) {
        return with(keys, changed, login);
    }

    public LinkedDevice with(LoginState changed) {
        return with(keys, account, changed);
    }

    public LinkedDevice with(SignedPreKeys changed) {
        return with(keys.with(changed));
    }

    LinkedDevice inGeneration(long other) {
        return new LinkedDevice(
                sessionId, other, revision, phase, keys, account, login, settings, nextPreKeyId, further);
    }

    /** As it was stored. */
    LinkedDevice stored(long newRevision) {
        return stored(newRevision, nextPreKeyId);
    }

    LinkedDevice stored(long newRevision, int preKeyId) {
        return new LinkedDevice(
                sessionId, generation, newRevision, phase, keys, account, login, settings, preKeyId, further);
    }

    LinkedDevice with(LinkedSettings changed) {
        return new LinkedDevice(
                sessionId, generation, revision, phase, keys, account, login, changed, nextPreKeyId, further);
    }

    private LinkedDevice with(DeviceKeys newKeys, LinkedAccount newAccount, LoginState newLogin) {
        return new LinkedDevice(
                sessionId, generation, revision, phase, newKeys, newAccount, newLogin, settings, nextPreKeyId, further);
    }

    public KeyPair noise() {
        return keys.noise();
    }

    public KeyPair identity() {
        return keys.identity();
    }

    public int registrationId() {
        return keys.registrationId();
    }

    /** Null once it is paired. */
    public Bytes advSecret() {
        return keys.advSecret();
    }

    public SignedPreKey signedPreKey() {
        return keys.signedPreKeys().current();
    }

    public boolean isPaired() {
        return account != null;
    }

    /** Our address with the device; null until it is paired. */
    public Jid jid() {
        return account == null ? null : account.jid();
    }

    /** The same without a phone number; null until it is known. */
    public Jid lid() {
        return account == null ? null : account.lid();
    }

    public String pushName() {
        return login.pushName();
    }

    public int loginCounter() {
        return login.counter();
    }

    public boolean serverHasPreKeys() {
        return login.serverHasPreKeys();
    }

    /** Where the server wants the next connection; null if it has not said. */
    public Bytes routingInfo() {
        return login.routingInfo();
    }

    /** When the server stops to accept this version of the client; null if it has not said. */
    public Instant clientExpiration() {
        return login.clientExpiration();
    }

    public String deviceName() {
        return settings.deviceName();
    }

    public String history() {
        return settings.history();
    }

    public String proxy() {
        return settings.proxy();
    }

    @Override
    public String toString() {
        return "LinkedDevice[" + sessionId + ", generation " + generation + ", revision " + revision + ", " + phase
                + "]";
    }
}
