package dev.tidings.engine.linked;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.connection.Restriction;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.store.DeviceKeys;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.PreKey;
import dev.tidings.engine.linked.store.SignedPreKey;
import dev.tidings.engine.linked.store.SignedPreKeys;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What sessions store, without a database: a crash between two steps is a failure that a test asks for. */
final class MemorySessions implements SessionStore {
    private final Randomness randomness;
    private final Clock clock;
    private final Map<String, LinkedDevice> devices = new HashMap<>();
    private final TreeMap<Integer, PreKey> keys = new TreeMap<>();
    private final TreeSet<Integer> uploaded = new TreeSet<>();
    private final List<SessionEvent> events = new ArrayList<>();
    private final List<Restriction> restrictions = new ArrayList<>();
    private int countdown = -1;
    private long generations;

    MemorySessions(Randomness randomness, Clock clock) {
        this.randomness = randomness;
        this.clock = clock;
    }

    /** One write fails, after so many that do not. */
    synchronized void failAfter(int writes) {
        countdown = writes;
    }

    synchronized List<SessionEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<Restriction> restrictions() {
        return List.copyOf(restrictions);
    }

    synchronized LinkedDevice device(String sessionId) {
        return devices.get(sessionId);
    }

    synchronized void put(LinkedDevice device) {
        devices.put(device.sessionId(), device);
    }

    synchronized int uploadedKeys() {
        return uploaded.size();
    }

    private <T> Uni<T> write(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                if (countdown >= 0 && countdown-- == 0) {
                    throw new IllegalStateException("the database is away");
                }
                return work.get();
            }
        });
    }

    private void add(SessionEvent event) {
        if (event != null) {
            events.add(event);
        }
    }

    @Override
    public Uni<LinkedDevice> find(String sessionId) {
        return Uni.createFrom().item(() -> device(sessionId));
    }

    @Override
    public Uni<LinkedDevice> create(OwnershipToken token) {
        return write(() -> {
            generations++;
            KeyPair identity = KeyPair.generate(randomness);
            SignedPreKey signed = SignedPreKey.generate(1, identity, randomness, clock.instant());
            DeviceKeys made = new DeviceKeys(
                    KeyPair.generate(randomness),
                    identity,
                    7,
                    SignedPreKeys.of(signed),
                    Bytes.of(randomness.bytes(32)));
            LinkedDevice fresh = LinkedDevice.fresh(token.sessionId(), generations, made);
            devices.put(token.sessionId(), fresh);
            return fresh;
        });
    }

    @Override
    public Uni<LinkedDevice> update(OwnershipToken token, LinkedDevice changed, SessionEvent event) {
        return write(() -> {
            devices.put(changed.sessionId(), changed);
            add(event);
            return changed;
        });
    }

    @Override
    public Uni<Void> report(OwnershipToken token, SessionEvent event) {
        return write(() -> {
            add(event);
            return null;
        });
    }

    @Override
    public Uni<Void> restrict(OwnershipToken token, Restriction restriction) {
        return write(() -> {
            restrictions.add(restriction);
            return null;
        });
    }

    @Override
    public Uni<Void> wipe(OwnershipToken token, LinkedDevice device, SessionEvent event) {
        return write(() -> {
            devices.remove(device.sessionId());
            add(event);
            return null;
        });
    }

    @Override
    public Uni<LinkedDevice> renew(OwnershipToken token, LinkedDevice device) {
        return create(token);
    }

    @Override
    public Uni<Void> forget(String sessionId, long generation) {
        return write(() -> {
            devices.remove(sessionId);
            return null;
        });
    }

    @Override
    public Uni<List<PreKey>> preKeys(OwnershipToken token, LinkedDevice device, int count) {
        return write(() -> {
            List<PreKey> pending = new ArrayList<>();
            keys.values().stream()
                    .filter(key -> !uploaded.contains(key.id()))
                    .limit(count)
                    .forEach(pending::add);
            while (pending.size() < count) {
                PreKey key = new PreKey(keys.isEmpty() ? 1 : keys.lastKey() + 1, KeyPair.generate(randomness));
                keys.put(key.id(), key);
                pending.add(key);
            }
            return pending;
        });
    }

    @Override
    public Uni<List<PreKey>> findPreKeys(LinkedDevice device, Collection<Integer> ids) {
        return write(() -> ids.stream().filter(keys::containsKey).map(keys::get).toList());
    }

    @Override
    public Uni<LinkedDevice> uploaded(OwnershipToken token, LinkedDevice changed, Collection<Integer> ids) {
        return write(() -> {
            uploaded.addAll(ids);
            devices.put(changed.sessionId(), changed);
            return changed;
        });
    }

    @Override
    public Uni<LinkedDevice> preKeysLost(OwnershipToken token, LinkedDevice device) {
        return write(() -> {
            uploaded.clear();
            LinkedDevice changed = device.with(device.login().withServerHasPreKeys(false));
            devices.put(changed.sessionId(), changed);
            return changed;
        });
    }
}
