package dev.tidings.engine.linked;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.connection.Restriction;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.store.DeviceKeys;
import dev.tidings.engine.linked.store.DeviceRepository;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.PreKey;
import dev.tidings.engine.linked.store.PreKeyRepository;
import dev.tidings.engine.linked.store.SettingsRepository;
import dev.tidings.engine.linked.store.SignedPreKey;
import dev.tidings.engine.linked.store.SignedPreKeys;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What sessions store, in PostgreSQL: one transaction for the credentials and what the core keeps of the session. */
@ApplicationScoped
class StoredSessions implements SessionStore {
    private static final int MOST_REGISTRATION_ID = 16_380;
    private static final int SECRET = 32;
    private static final int FIRST_SIGNED_PRE_KEY = 1;

    private final Transactions transactions;
    private final SessionOwnership ownership;
    private final DeviceRepository devices;
    private final PreKeyRepository preKeys;
    private final SettingsRepository settings;
    private final EngineListener listener;
    private final BlockingTasks tasks;
    private final Randomness randomness;
    private final Clock clock;

    StoredSessions(
            Transactions transactions,
            SessionOwnership ownership,
            DeviceRepository devices,
            PreKeyRepository preKeys,
            SettingsRepository settings,
            EngineListener listener,
            BlockingTasks tasks,
            Randomness randomness,
            Clock clock) {
        this.transactions = transactions;
        this.ownership = ownership;
        this.devices = devices;
        this.preKeys = preKeys;
        this.settings = settings;
        this.listener = listener;
        this.tasks = tasks;
        this.randomness = randomness;
        this.clock = clock;
    }

    @Override
    public Uni<LinkedDevice> find(String sessionId) {
        return devices.find(sessionId);
    }

    @Override
    public Uni<LinkedDevice> create(OwnershipToken token) {
        return fresh(token.sessionId()).flatMap(device -> transactions.inOne(tx -> devices.create(tx, token, device)));
    }

    private Uni<LinkedDevice> fresh(String sessionId) {
        return tasks.run(() -> {
            KeyPair identity = KeyPair.generate(randomness);
            int random = ByteBuffer.wrap(randomness.bytes(4)).getInt();
            SignedPreKey signed = SignedPreKey.generate(FIRST_SIGNED_PRE_KEY, identity, randomness, clock.instant());
            DeviceKeys keys = new DeviceKeys(
                    KeyPair.generate(randomness),
                    identity,
                    Math.floorMod(random, MOST_REGISTRATION_ID) + 1,
                    SignedPreKeys.of(signed),
                    Bytes.of(randomness.bytes(SECRET)));
            return LinkedDevice.fresh(sessionId, LinkedDevice.NEXT_GENERATION, keys);
        });
    }

    @Override
    public Uni<LinkedDevice> update(OwnershipToken token, LinkedDevice changed, SessionEvent event) {
        return transactions.inOne(tx -> devices.update(tx, token, changed).call(() -> reported(tx, event)));
    }

    private Uni<Void> reported(Transaction tx, SessionEvent event) {
        return event == null
                ? Uni.createFrom().voidItem()
                : listener.onSession(tx, event).replaceWithVoid();
    }

    @Override
    public Uni<Void> report(OwnershipToken token, SessionEvent event) {
        return transactions.inOne(tx -> ownership.lock(tx, token).chain(() -> reported(tx, event)));
    }

    @Override
    public Uni<Void> restrict(OwnershipToken token, Restriction restriction) {
        String kind = restriction.isActive() ? restriction.kind() : null;
        return transactions.inOne(tx -> ownership
                .lock(tx, token)
                .chain(() -> listener.onRestriction(
                        tx, token.sessionId(), kind, kind == null ? null : restriction.until())));
    }

    @Override
    public Uni<Void> wipe(OwnershipToken token, LinkedDevice device, SessionEvent event) {
        return transactions.inOne(tx -> ownership
                .lock(tx, token)
                .chain(() -> devices.wipe(tx, device.sessionId(), device.generation()))
                .chain(() -> reported(tx, event)));
    }

    @Override
    public Uni<LinkedDevice> renew(OwnershipToken token, LinkedDevice device) {
        return fresh(device.sessionId())
                .flatMap(fresh -> transactions.inOne(tx -> ownership
                        .lock(tx, token)
                        .chain(() -> devices.wipe(tx, device.sessionId(), device.generation()))
                        .chain(() -> devices.create(tx, token, fresh))));
    }

    @Override
    public Uni<Void> forget(String sessionId, long generation) {
        return transactions
                .inOne(tx -> devices.wipe(tx, sessionId, generation))
                .chain(() -> settings.forget(sessionId));
    }

    @Override
    public Uni<List<PreKey>> preKeys(OwnershipToken token, LinkedDevice device, int count) {
        return preKeys.pending(device.sessionId(), device.generation(), count).flatMap(pending -> {
            int missing = count - pending.size();
            return missing == 0
                    ? Uni.createFrom().item(pending)
                    : preKeys.generate(token, device.generation(), missing, randomness)
                            .map(made -> both(pending, made));
        });
    }

    private static List<PreKey> both(List<PreKey> pending, List<PreKey> made) {
        List<PreKey> all = new ArrayList<>(pending);
        all.addAll(made);
        return all;
    }

    @Override
    public Uni<List<PreKey>> findPreKeys(LinkedDevice device, Collection<Integer> ids) {
        return preKeys.find(device.sessionId(), device.generation(), ids);
    }

    @Override
    public Uni<LinkedDevice> uploaded(OwnershipToken token, LinkedDevice changed, Collection<Integer> ids) {
        return transactions.inOne(tx -> devices.update(tx, token, changed)
                .call(() -> preKeys.markUploaded(tx, token, changed.generation(), ids)));
    }

    @Override
    public Uni<LinkedDevice> preKeysLost(OwnershipToken token, LinkedDevice device) {
        LinkedDevice changed = device.with(device.login().withServerHasPreKeys(false));
        return transactions.inOne(tx ->
                devices.update(tx, token, changed).call(() -> preKeys.markAllPending(tx, token, device.generation())));
    }
}
