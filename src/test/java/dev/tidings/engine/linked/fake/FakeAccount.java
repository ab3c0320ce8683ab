package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An account of the service: a number, its hidden address (LID), the phone's identity and the devices linked to it. */
public final class FakeAccount {
    private static final int MOST_DEVICES = 4;
    private static final long LID_SPACE = 100_000_000_000_000L;

    private final World world;
    private final String number;
    private final KeyPair identity;
    private final int rawId;
    private final Map<Integer, FakeDevice> devices = new LinkedHashMap<>();
    private final List<FakeDevice> former = new ArrayList<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private Failure failure;
    private String name = "";
    private String businessName;
    private String platform = "android";
    private int lastDevice;
    private int lastKeyIndex;

    FakeAccount(World world, String number) {
        this.world = world;
        this.number = number;
        this.identity = KeyPair.generate(world.randomness);
        this.rawId = Say.number(world.randomness.bytes(4)) & 0x7fffffff;
    }

    public String number() {
        return number;
    }

    public Jid jid() {
        return Jid.of(number, Jid.PHONE);
    }

    public Jid lid() {
        return Jid.of("2" + String.format("%014d", Long.parseLong(number) % LID_SPACE), Jid.LID);
    }

    /** How the account shows itself to others; with {@code <success>} as {@code display_name}. */
    public FakeAccount named(String pushName) {
        world.loop.run(() -> name = pushName);
        return this;
    }

    /** An account of the business app. */
    public FakeAccount business(String verifiedName) {
        world.loop.run(() -> {
            businessName = verifiedName;
            platform = "smba";
        });
        return this;
    }

    /** The next logins of this account's devices fail so, one reason each. */
    public void failNext(Failure... reasons) {
        world.loop.run(() -> failures.addAll(List.of(reasons)));
    }

    /** All logins of this account's devices fail so, until this is called with null. */
    public void failAlways(Failure reason) {
        world.loop.run(() -> failure = reason);
    }

    /** The devices that are linked now, the oldest first. */
    public List<FakeDevice> devices() {
        return world.loop.call(() -> List.copyOf(devices.values()));
    }

    /** The devices that were linked once and are not any more. */
    public List<FakeDevice> formerDevices() {
        return world.loop.call(() -> List.copyOf(former));
    }

    /** The device that was linked last, if it still is. */
    public Optional<FakeDevice> device() {
        return world.loop.call(() -> Optional.ofNullable(devices.get(lastDevice)));
    }

    KeyPair identity() {
        return identity;
    }

    int rawId() {
        return rawId;
    }

    String name() {
        return name;
    }

    String businessName() {
        return businessName;
    }

    String platform() {
        return platform;
    }

    Failure nextFailure() {
        return failures.isEmpty() ? failure : failures.remove();
    }

    boolean isFull() {
        return devices.size() >= MOST_DEVICES;
    }

    int nextDevice() {
        return ++lastDevice;
    }

    int nextKeyIndex() {
        return ++lastKeyIndex;
    }

    void add(FakeDevice device) {
        devices.put(device.id(), device);
    }

    void remove(FakeDevice device) {
        if (devices.remove(device.id(), device)) {
            former.add(device);
        }
    }

    /** Null if there is none with this key. */
    FakeDevice device(int id, PublicKey noiseKey) {
        FakeDevice device = devices.get(id);
        return device != null && device.noiseKey().equals(noiseKey) ? device : null;
    }
}
