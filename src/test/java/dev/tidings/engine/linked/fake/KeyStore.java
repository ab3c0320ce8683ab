package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.fake.LoginPayload.RegistrationPayload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The public keys of a device that the server keeps for those who want to write to it. */
public final class KeyStore {
    private static final int MOST_ID = 0xffffff;
    private static final byte[] TYPE = {5};

    private final Bytes registrationId;
    private final PublicKey identity;
    private final Map<Integer, PublicKey> preKeys = new LinkedHashMap<>();
    private SignedPreKey signed;
    private int uploads;
    private int rotations;

    /** A key that the device signed. */
    public record SignedPreKey(int id, PublicKey key, Bytes signature) {}

    /** A key that is given out once. */
    public record PreKey(int id, PublicKey key) {}

    KeyStore(RegistrationPayload registration) {
        registrationId = registration.registrationId();
        identity = PublicKey.ofRaw(registration.identity().toArray());
        signed = new SignedPreKey(
                Say.number(registration.signedPreKeyId().toArray()),
                PublicKey.ofRaw(registration.signedPreKey().toArray()),
                registration.signature());
    }

    public PublicKey identity() {
        return identity;
    }

    public synchronized SignedPreKey signed() {
        return signed;
    }

    /** How many keys are left to be given out. */
    public synchronized int count() {
        return preKeys.size();
    }

    /** How often the device has uploaded keys. */
    public synchronized int uploads() {
        return uploads;
    }

    /** How often the device has replaced its signed key. */
    public synchronized int rotations() {
        return rotations;
    }

    /** Gives a key out; each is given once. */
    public synchronized Optional<PreKey> take() {
        Optional<PreKey> first =
                preKeys.entrySet().stream().findFirst().map(entry -> new PreKey(entry.getKey(), entry.getValue()));
        first.ifPresent(key -> preKeys.remove(key.id()));
        return first;
    }

    /** Forgets all keys that were to be given out, as if the server had lost them. */
    public synchronized void lose() {
        preKeys.clear();
        uploads = 0;
    }

    /** Forgets all but so many. */
    public synchronized void keep(int count) {
        while (preKeys.size() > count) {
            take();
        }
    }

    /** @return 0 if the keys are kept now, else the code of the error */
    synchronized int upload(Node iq) {
        if (!hasBytes(iq, "registration", 4) || !hasBytes(iq, "type", 1) || !hasBytes(iq, "identity", 32)) {
            return 400;
        }
        Node list = iq.child("list").orElse(null);
        SignedPreKey key = iq.child("skey").map(KeyStore::signedPreKey).orElse(null);
        Map<Integer, PublicKey> added = list == null ? null : preKeys(list.children());
        if (added == null || added.isEmpty() || key == null) {
            return 400;
        }
        if (!bytes(iq, "type").equals(Bytes.of(TYPE))
                || !bytes(iq, "identity").equals(Bytes.of(identity.raw()))
                || !bytes(iq, "registration").equals(registrationId)
                || !isSigned(key)) {
            return 406;
        }
        preKeys.putAll(added);
        signed = key;
        uploads++;
        return 0;
    }

    /** @return 0 if the key is the current one now, else the code of the error */
    synchronized int rotate(Node rotate) {
        SignedPreKey key = rotate.child("skey").map(KeyStore::signedPreKey).orElse(null);
        if (key == null) {
            return 400;
        }
        if (!isSigned(key)) {
            return 406;
        }
        signed = key;
        rotations++;
        return 0;
    }

    /** Null if the device never uploaded keys. */
    synchronized Node digest() {
        if (uploads == 0) {
            return null;
        }
        Node list = Node.of("list")
                .containing(preKeys.keySet().stream()
                        .map(id -> Say.leaf("id", Say.number(id, 3)))
                        .toList());
        byte[] keys = Bytes.concat(preKeys.values().stream().map(PublicKey::raw).toArray(byte[][]::new));
        byte[] hash = Hashes.sha1(
                identity.raw(), signed.key().raw(), signed.signature().toArray(), keys);
        return Node.of("digest")
                .containing(
                        Say.leaf("registration", registrationId.toArray()),
                        Say.leaf("type", TYPE),
                        Say.leaf("identity", identity.raw()),
                        signedNode(),
                        list,
                        Say.leaf("hash", hash));
    }

    /** The keys for somebody who wants to write to the device; one of them is used up by it. */
    synchronized Node[] bundle() {
        Node registration = Say.leaf("registration", registrationId.toArray());
        Node type = Say.leaf("type", TYPE);
        Node own = Say.leaf("identity", identity.raw());
        return take().map(key -> new Node[] {
                    registration,
                    type,
                    own,
                    signedNode(),
                    Node.of("key")
                            .containing(
                                    Say.leaf("id", Say.number(key.id(), 3)),
                                    Say.leaf("value", key.key().raw()))
                })
                .orElseGet(() -> new Node[] {registration, type, own, signedNode()});
    }

    private Node signedNode() {
        return Node.of("skey")
                .containing(
                        Say.leaf("id", Say.number(signed.id(), 3)),
                        Say.leaf("value", signed.key().raw()),
                        Say.leaf("signature", signed.signature().toArray()));
    }

    private boolean isSigned(SignedPreKey key) {
        return Xeddsa.verify(identity, key.signature().toArray(), key.key().typed());
    }

    private static Map<Integer, PublicKey> preKeys(Collection<Node> nodes) {
        Map<Integer, PublicKey> keys = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (!node.tag().equals("key") || !hasBytes(node, "id", 3) || !hasBytes(node, "value", 32)) {
                return null;
            }
            int id = Say.number(bytes(node, "id").toArray());
            if (id < 1 || id > MOST_ID || keys.containsKey(id)) {
                return null;
            }
            keys.put(id, PublicKey.ofRaw(bytes(node, "value").toArray()));
        }
        return keys;
    }

    private static SignedPreKey signedPreKey(Node skey) {
        if (!hasBytes(skey, "id", 3) || !hasBytes(skey, "value", 32) || !hasBytes(skey, "signature", 64)) {
            return null;
        }
        return new SignedPreKey(
                Say.number(bytes(skey, "id").toArray()),
                PublicKey.ofRaw(bytes(skey, "value").toArray()),
                bytes(skey, "signature"));
    }

    private static boolean hasBytes(Node node, String child, int size) {
        return node.child(child).isPresent() && bytes(node, child).size() == size;
    }

    private static Bytes bytes(Node node, String child) {
        return node.child(child).map(Node::bytes).orElse(Bytes.EMPTY);
    }
}
