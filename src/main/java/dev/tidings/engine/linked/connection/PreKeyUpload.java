package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.PreKey;
import dev.tidings.engine.linked.store.SignedPreKey;
import dev.tidings.engine.linked.transport.Answer;
import dev.tidings.engine.linked.transport.Iq;
import dev.tidings.engine.linked.transport.Numbers;
import dev.tidings.engine.linked.transport.StanzaChannel;
import dev.tidings.engine.linked.transport.Timers;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps the server supplied with our keys, for people who write to us while we are away. One task at a time: an upload that was
 * built before a rotation would put the old signed pre-key back. Keys are stored before they are sent, and sent again, with the
 * same numbers, until the server has confirmed them.
 */
public final class PreKeyUpload {
    static final int FULL = 812;

    private static final Logger LOG = Logger.getLogger(PreKeyUpload.class);
    private static final int FEW = 5;
    private static final Duration ROTATION = Duration.ofDays(27);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 3;
    private static final byte[] CURVE25519 = {5};

    private final StanzaChannel channel;
    private final Store store;
    private final Timers timers;
    private final Clock clock;
    private final Randomness randomness;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean isBusy;
    private boolean awaitsUpload;

    /** Where the keys are; what stores holds the queue until it is stored. */
    public interface Store {
        LinkedDevice device();

        void save(LinkedDevice changed, Runnable then);

        /** So many keys that the server is not known to have; new ones where there are too few. */
        void preKeys(int count, Consumer<List<PreKey>> then);

        void findPreKeys(List<Integer> ids, Consumer<List<PreKey>> then);

        /** The server has these, and the device as it is now. */
        void uploaded(List<PreKey> keys, LinkedDevice changed, Runnable then);

        /** The server has none of them. */
        void lost(Runnable then);
    }

    public PreKeyUpload(StanzaChannel channel, Store store, Timers timers, Clock clock, Randomness randomness) {
        this.channel = channel;
        this.store = store;
        this.timers = timers;
        this.clock = clock;
        this.randomness = randomness;
    }

    /** A full set after the pairing; later what is missing, and a new signed pre-key from time to time. */
    void afterLogin() {
        if (store.device().serverHasPreKeys()) {
            begin(this::checkCount);
            checkDigest();
        } else {
            topUp();
        }
        begin(this::rotate);
    }

    /** The server has few keys left; repeated while an upload waits, this changes nothing. */
    void topUp() {
        if (!awaitsUpload) {
            awaitsUpload = true;
            begin(() -> upload(1));
        }
    }

    /** Compares what the server has with what we have. */
    void checkDigest() {
        begin(() -> channel.ask(Iq.get("encrypt", Node.of("digest")), StanzaChannel.DEADLINE, this::compare));
    }

    private void begin(Runnable task) {
        tasks.add(task);
        next();
    }

    private void next() {
        if (!isBusy && !tasks.isEmpty() && channel.isOpen()) {
            isBusy = true;
            tasks.remove().run();
        }
    }

    private void done() {
        isBusy = false;
        next();
    }

    private void checkCount() {
        channel.ask(Iq.get("encrypt", Node.of("count")), StanzaChannel.DEADLINE, answer -> {
            if (answer instanceof Answer.Result result
                    && result.iq()
                            .child("count")
                            .filter(count -> Numbers.of(count, "value") < FEW)
                            .isPresent()) {
                topUp();
            }
            done();
        });
    }

    private void upload(int attempt) {
        store.preKeys(FULL, keys -> {
            if (keys.isEmpty()) {
                awaitsUpload = false;
                done();
                return;
            }
            channel.ask(
                    bundle(store.device(), keys), StanzaChannel.DEADLINE, answer -> uploaded(keys, attempt, answer));
        });
    }

    private void uploaded(List<PreKey> keys, int attempt, Answer answer) {
        if (answer instanceof Answer.Refused refused && refused.code() >= 500 && attempt < MOST_TRIES) {
            timers.after(RETRY.multipliedBy(attempt), () -> upload(attempt + 1));
            return;
        }
        awaitsUpload = false;
        if (answer instanceof Answer.Result) {
            LinkedDevice device = store.device();
            store.uploaded(keys, device.with(device.login().withServerHasPreKeys(true)), this::done);
            return;
        }
        if (answer instanceof Answer.Refused refused) {
            LOG.errorf("WhatsApp refuses our pre-keys: %d %s", refused.code(), refused.text());
        }
        done();
    }

    static Node bundle(LinkedDevice device, List<PreKey> keys) {
        List<Node> list = keys.stream()
                .map(key -> Node.of("key")
                        .containing(
                                Node.of("id").containing(number(key.id(), 3)),
                                Node.of("value")
                                        .containing(key.pair().publicKey().raw())))
                .toList();
        return Iq.set(
                "encrypt",
                Node.of("registration").containing(number(device.registrationId(), 4)),
                Node.of("type").containing(CURVE25519),
                Node.of("identity").containing(device.identity().publicKey().raw()),
                Node.of("list").containing(list),
                signed(device.signedPreKey()));
    }

    private static Node signed(SignedPreKey key) {
        return Node.of("skey")
                .containing(
                        Node.of("id").containing(number(key.id(), 3)),
                        Node.of("value").containing(key.pair().publicKey().raw()),
                        Node.of("signature").containing(key.signature().toArray()));
    }

    private static byte[] number(int value, int size) {
        return Arrays.copyOfRange(ByteBuffer.allocate(4).putInt(value).array(), 4 - size, 4);
    }

    private static int number(Bytes bytes) {
        int value = 0;
        for (byte next : bytes.toArray()) {
            value = value << 8 | next & 0xff;
        }
        return value;
    }

    private void compare(Answer answer) {
        if (answer instanceof Answer.Refused refused && refused.code() == 404) {
            renew();
        } else if (answer instanceof Answer.Result result) {
            Node digest = result.iq().child("digest").orElse(Node.of("digest"));
            List<Integer> ids = digest.child("list").orElse(Node.of("list")).children().stream()
                    .map(id -> number(id.bytes()))
                    .toList();
            store.findPreKeys(ids, found -> {
                if (isSame(digest, ids, found)) {
                    done();
                } else {
                    renew();
                }
            });
        } else {
            done();
        }
    }

    private boolean isSame(Node digest, List<Integer> ids, List<PreKey> found) {
        LinkedDevice device = store.device();
        Map<Integer, PublicKey> byId = new HashMap<>();
        found.forEach(key -> byId.put(key.id(), key.pair().publicKey()));
        if (!byId.keySet().containsAll(ids)) {
            return false;
        }
        List<PublicKey> keys = new ArrayList<>();
        ids.forEach(id -> keys.add(byId.get(id)));
        SignedPreKey signed = device.signedPreKey();
        byte[] ours =
                KeyBundleDigest.of(device.identity().publicKey(), signed.pair().publicKey(), signed.signature(), keys);
        return number(bytes(digest, "registration")) == device.registrationId()
                && bytes(digest, "identity")
                        .equals(Bytes.of(device.identity().publicKey().raw()))
                && KeyBundleDigest.matches(ours, bytes(digest, "hash").toArray());
    }

    private static Bytes bytes(Node parent, String child) {
        return parent.child(child).map(Node::bytes).orElse(Bytes.EMPTY);
    }

    /** The server has other keys than we have, after a restored backup for example: it gets all of ours. */
    private void renew() {
        LOG.warn("WhatsApp has other keys of a session than we have; they are sent again");
        store.lost(() -> {
            topUp();
            done();
        });
    }

    private void rotate() {
        LinkedDevice device = store.device();
        SignedPreKey current = device.signedPreKey();
        SignedPreKey candidate = device.keys().signedPreKeys().candidate();
        if (candidate != null) {
            offer(candidate);
        } else if (current.since().plus(ROTATION).isAfter(clock.instant())) {
            done();
        } else {
            SignedPreKey next = SignedPreKey.generate(
                    device.keys().signedPreKeys().nextId(), device.identity(), randomness, clock.instant());
            store.save(device.with(device.keys().signedPreKeys().withCandidate(next)), () -> offer(next));
        }
    }

    private void offer(SignedPreKey next) {
        Node rotate = Node.of("rotate").containing(signed(next));
        channel.ask(Iq.set("encrypt", rotate), StanzaChannel.DEADLINE, answer -> {
            LinkedDevice device = store.device();
            if (answer instanceof Answer.Result) {
                store.save(device.with(device.keys().signedPreKeys().accepted(clock.instant())), this::done);
            } else if (answer instanceof Answer.Refused refused && (refused.code() == 406 || refused.code() == 409)) {
                store.save(device.with(device.keys().signedPreKeys().refused()), () -> {
                    checkDigest();
                    done();
                });
            } else {
                done();
            }
        });
    }
}
