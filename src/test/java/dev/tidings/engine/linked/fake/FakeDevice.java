package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.fake.LoginPayload.RegistrationPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device that was linked to an account: its keys on the server, what waits for it, and its logins in their order. */
public final class FakeDevice {
    private final World world;
    private final FakeAccount account;
    private final int id;
    private final PublicKey noiseKey;
    private final RegistrationPayload registration;
    private final Bytes identityProof;
    private final KeyStore keys;
    private final Mailbox mailbox;
    private final List<FakeConnection> logins = new ArrayList<>();
    private FakeConnection current;

    /** @param identityProof what account and device signed about each other, with the account's key */
    FakeDevice(
            World world,
            FakeAccount account,
            int id,
            PublicKey noiseKey,
            RegistrationPayload registration,
            Bytes identityProof) {
        this.world = world;
        this.account = account;
        this.id = id;
        this.noiseKey = noiseKey;
        this.registration = registration;
        this.identityProof = identityProof;
        this.keys = new KeyStore(registration);
        this.mailbox = new Mailbox(world, this);
    }

    /** The number of the device in its address. */
    public int id() {
        return id;
    }

    public FakeAccount account() {
        return account;
    }

    public Jid jid() {
        return Jid.of(account.number(), id, Jid.PHONE);
    }

    public Jid lid() {
        return Jid.of(account.lid().user(), id, Jid.LID);
    }

    public RegistrationPayload registration() {
        return registration;
    }

    /** What account and device signed about each other, encoded, as peers get to see it. */
    public Bytes identityProof() {
        return identityProof;
    }

    public KeyStore keys() {
        return keys;
    }

    /** Every connection on which this device was let in, in the order of the logins. */
    public List<FakeConnection> logins() {
        return world.loop.call(() -> List.copyOf(logins));
    }

    /** The connection of the last login, while it is open. */
    public Optional<FakeConnection> connection() {
        return world.loop.call(() -> Optional.ofNullable(current));
    }

    /** Whether the device is logged in and has asked for what there is. */
    public boolean isActive() {
        return world.loop.call(mailbox::isOpen);
    }

    /**
     * Gives the device a message, notification, receipt or call: at once if it is logged in and active, else when it is. What it
     * does not acknowledge comes again at the next login. An id is added if there is none.
     *
     * @return the id
     */
    public String deliver(Node stanza) {
        return world.loop.call(() -> mailbox.deliver(stanza));
    }

    /** What the device got and has not acknowledged, and what it still has to get. */
    public List<Node> undelivered() {
        return world.loop.call(mailbox::left);
    }

    /** Tells the device that it has few keys left for others. */
    public void lowOnPreKeys() {
        deliver(Say.notification("encrypt").containing(Node.of("count").with("value", String.valueOf(keys.count()))));
    }

    /** Asks the device to compare its keys with the server's. */
    public void checkKeys() {
        deliver(Say.notification("encrypt").containing(Node.of("digest")));
    }

    /** Says that something of this type changed while the device was away; comes at once if it is logged in, passive or not. */
    public void dirty(String type, long timestamp) {
        ib(Node.of("dirty").with("type", type).with("timestamp", String.valueOf(timestamp)));
    }

    /** Sends a child of {@code <ib>} now, if the device is logged in. */
    public void ib(Node child) {
        world.loop.run(() -> {
            if (current != null) {
                current.send(Say.ib(child));
            }
        });
    }

    /** Ends the link, from the phone or by the server: a stream error now, or 401 at the next login. */
    public void unlink() {
        world.loop.run(() -> {
            account.remove(this);
            if (current != null) {
                current.removed();
            }
        });
    }

    PublicKey noiseKey() {
        return noiseKey;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** A device has one connection: the one before is told so, and watched. */
    void loggedIn(FakeConnection connection) {
        FakeConnection before = current;
        current = connection;
        logins.add(connection);
        mailbox.close();
        if (before != null) {
            before.superseded();
        }
    }

    void loggedOut(FakeConnection connection) {
        if (connection.equals(current)) {
            current = null;
            mailbox.close();
        }
    }

    boolean isCurrent(FakeConnection connection) {
        return connection.equals(current);
    }

    @Override
    public String toString() {
        return "device " + id + " of the number that ends in "
                + account.number().substring(Math.max(0, account.number().length() - 4));
    }
}
