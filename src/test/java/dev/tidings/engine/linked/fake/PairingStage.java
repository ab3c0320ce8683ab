package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.fake.LoginPayload.RegistrationPayload;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The connection of a device that is not linked yet, up to the proof that it is. */
final class PairingStage implements Stage {
    private final World world;
    private final FakeConnection connection;
    private final RegistrationPayload registration;
    private final PublicKey noiseKey;
    private final Refs refs;
    private final Set<Bytes> spent = new HashSet<>();
    private final PairingQuestions questions;
    private String offered;
    private FakeClock.Timer unanswered;
    private boolean refreshed;
    private Awaited awaited;
    private Link current;

    /** A proof that the device has to answer. */
    private record Awaited(String id, FakeAccount account, Proof proof, int device, Link link) {}

    PairingStage(World world, FakeConnection connection, RegistrationPayload registration, PublicKey noiseKey) {
        this.world = world;
        this.connection = connection;
        this.registration = registration;
        this.noiseKey = noiseKey;
        this.refs = new Refs(world.randomness, world.clock.instant());
        this.questions = new PairingQuestions(world, this, connection);
    }

    /** Shows the device what it has to show the phone. */
    void start() {
        offered = connection.nextId();
        unanswered = world.clock.after(world.script.ackTimeout(), this::unanswered);
        connection.send(Say.set(offered, "md").containing(Node.of("pair-device").containing(refs.nodes())));
    }

    private void unanswered() {
        world.violation(Violation.Kind.ACK, toString(), "no answer to pair-device");
    }

    FakeConnection connection() {
        return connection;
    }

    RegistrationPayload registration() {
        return registration;
    }

    PublicKey noiseKey() {
        return noiseKey;
    }

    PublicKey identity() {
        return PublicKey.ofRaw(registration.identity().toArray());
    }

    boolean knows(String ref) {
        return refs.contains(ref);
    }

    /** @return why the phone cannot use what it read, or null if it can */
    String objection(QrCode code, Instant now) {
        if (!refs.isGood(code.ref(), now)) {
            return "the code has expired";
        }
        if (current != null && current.isOpen()) {
            return "the device is being linked already";
        }
        if (!code.noiseKey().equals(Bytes.of(noiseKey.raw()))
                || !code.identity().equals(registration.identity())) {
            return "the code shows the keys of another device";
        }
        return spent.contains(code.secret()) ? "the code was used and has to be shown with another secret" : null;
    }

    /** @return whether the device was asked for another secret just now, so that this scan leads to nothing */
    boolean refreshOnce(Bytes secret) {
        if (!world.script.isRefreshing() || refreshed) {
            return false;
        }
        refreshed = true;
        refresh(secret, "companion_reg_refresh");
        return true;
    }

    void refresh(Bytes secret, String child) {
        spent.add(secret);
        questions.tell(Say.notification("companion_reg_refresh").containing(Node.of(child)));
    }

    PairingQuestions questions() {
        return questions;
    }

    /** Phone and device have a secret in common. */
    void accepted(FakePhone phone, Bytes secret, Link link) {
        current = link;
        if (phone.wantsPasskey()) {
            questions.passkey().ask(phone, secret, link);
        } else {
            prove(phone, secret, link);
        }
    }

    /** The phone has what it needs: the device gets the account's word for it. */
    void prove(FakePhone phone, Bytes secret, Link link) {
        FakeAccount account = phone.account();
        Proof proof = new Proof(account, identity(), world.clock.instant(), phone.forgery(), world.randomness);
        int device = account.nextDevice();
        awaited = new Awaited(connection.nextId(), account, proof, device, link);
        Node success = Node.of("pair-success");
        Node[] children = {
            Say.leaf("device-identity", proof.underSecret(secret)),
            Node.of("biz").with("name", account.businessName() == null ? "" : account.businessName()),
            Node.of("device")
                    .with("jid", Jid.of(account.number(), device, Jid.PHONE))
                    .with("lid", Jid.of(account.lid().user(), device, Jid.LID)),
            Node.of("platform").with("name", account.platform())
        };
        Node[] shown = account.businessName() == null ? new Node[] {children[0], children[2], children[3]} : children;
        connection.send(Say.set(awaited.id(), "md")
                .with("t", String.valueOf(world.clock.instant().getEpochSecond()))
                .containing(success.containing(shown)));
    }

    @Override
    public void onStanza(Node stanza) {
        switch (stanza.tag()) {
            case "iq" -> onIq(stanza);
            case "ack" -> questions.acknowledged(stanza);
            case "ib", "presence" -> {}
            default -> {
                world.violation(Violation.Kind.PROTOCOL, toString(), "a stanza " + stanza.tag());
                connection.streamError(Node.of("xml-not-well-formed"));
            }
        }
    }

    private void onIq(Node iq) {
        String id = iq.attribute("id").orElse("");
        String type = iq.attribute("type").orElse("");
        if (type.equals("result") || type.equals("error")) {
            if (awaited != null && awaited.id().equals(id)) {
                answered(iq, type.equals("error"));
            } else if (id.equals(offered)) {
                unanswered.cancel();
            }
            return;
        }
        questions.onIq(iq);
    }

    private void answered(Node iq, boolean refused) {
        Awaited was = awaited;
        awaited = null;
        if (refused) {
            String text =
                    iq.child("error").flatMap(error -> error.attribute("text")).orElse("");
            was.link().fail("the device refuses: " + text);
            return;
        }
        try {
            complete(
                    was,
                    iq.child("pair-device-sign")
                            .flatMap(sign -> sign.child("device-identity"))
                            .orElseThrow(() -> new MalformedException("no device-identity in the answer")));
        } catch (MalformedException e) {
            world.violation(Violation.Kind.KEYS, toString(), e.getMessage());
            was.link().fail(e.getMessage());
            connection.streamError(500);
        }
    }

    private void complete(Awaited was, Node identity) {
        if (!identity.attribute("key-index")
                .filter(String.valueOf(was.proof().keyIndex())::equals)
                .isPresent()) {
            throw new MalformedException("the answer names another key-index");
        }
        Bytes proof = was.proof().complete(identity.bytes().toArray());
        FakeDevice device = new FakeDevice(world, was.account(), was.device(), noiseKey, registration, proof);
        was.account().add(device);
        if (world.script.isRestarting()) {
            connection.streamError(515);
        } else {
            connection.end();
        }
        was.link().done(device);
    }

    @Override
    public void onClose() {
        world.pairings.remove(this);
        unanswered.cancel();
        questions.close();
        if (awaited != null) {
            awaited.link().fail("the device has gone");
        }
    }

    @Override
    public String toString() {
        return "a device to be linked";
    }
}
