package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.CryptoException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/** The step in which the account's passkey has to be used before a device is linked. */
final class PasskeyStep {
    private static final Duration HANDOFF = Duration.ofMinutes(5);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final World world;
    private final PairingStage stage;
    private final Set<String> refs = new HashSet<>();
    private FakePhone phone;
    private Link link;
    private Bytes secret;
    private String challenge;
    private Instant since;
    private PasskeyHandshake handshake;

    PasskeyStep(World world, PairingStage stage) {
        this.world = world;
        this.stage = stage;
    }

    /**
     * The phone waits for the passkey.
     *
     * @param known the secret that phone and device have in common so far
     */
    void ask(FakePhone asking, Bytes known, Link attempt) {
        phone = asking;
        link = attempt;
        secret = known;
        since = world.clock.instant();
        challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(world.randomness.bytes(32));
        handshake = null;
        link.at(Link.State.PASSKEY);
        phone.asked(this);
        stage.questions()
                .tell(
                        phone.isAskedWithoutOptions()
                                ? Say.notification("passkey_prologue_request")
                                : Say.notification("passkey_prologue_request").containing(options()));
    }

    String challenge() {
        return challenge;
    }

    String optionsJson() {
        return "{\"challenge\":\"" + challenge
                + "\",\"timeout\":600000,\"rpId\":\"whatsapp.com\",\"allowCredentials\":[{\"id\":\""
                + phone.passkey().id() + "\",\"type\":\"public-key\",\"transports\":[\"internal\",\"hybrid\"]}],"
                + "\"userVerification\":\"required\",\"extensions\":{\"uvm\":true}}";
    }

    /** What the phone shows for comparison, or null before both sides have shown their keys. */
    String code() {
        return handshake == null ? null : handshake.code();
    }

    /** Whether the device proved that it is the one that was scanned, so that nobody needs to compare codes. */
    boolean isHandedOff() {
        return handshake != null && handshake.isHandedOff();
    }

    boolean answer(Node iq, boolean set) {
        Node asked = iq.children().isEmpty() ? Node.of("") : iq.children().get(0);
        switch (asked.tag() + (set ? " set" : " get")) {
            case "passkey_request_options get" ->
                say(link == null ? Say.error(iq, 404, "item-not-found") : Say.result(iq, options()));
            case "ref get" -> say(Say.result(iq, Say.leaf("ref", newRef())));
            case "passkey_prologue set" -> step(iq, () -> prologue(iq, asked));
            case "companion_nonce set" -> step(iq, () -> nonce(iq, asked));
            case "encrypted_pairing_request set" -> step(iq, () -> request(iq, asked));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void step(Node iq, Runnable work) {
        try {
            work.run();
        } catch (MalformedException | CryptoException e) {
            world.violation(Violation.Kind.KEYS, stage.toString(), e.getMessage());
            refuse(iq, e.getMessage());
        }
    }

    private void prologue(Node iq, Node prologue) {
        if (link == null || since.plus(LIFE).isBefore(world.clock.instant())) {
            say(Say.error(iq, 400, "bad-request"));
            return;
        }
        if (phone.isRejecting()) {
            refuse(iq, "the passkey was rejected");
            return;
        }
        phone.passkey().check(bytes(prologue, "credential_id"), bytes(prologue, "webauthn_assertion"), challenge);
        boolean fresh = since.plus(HANDOFF).isAfter(world.clock.instant());
        handshake = PasskeyHandshake.read(
                bytes(prologue, "prologue_payload"),
                refs,
                stage.registration().platformType(),
                bytes(prologue, "pairing_handoff_proof"),
                fresh ? secret : null,
                world.randomness);
        say(Say.result(iq));
        if (!phone.isWithholding()) {
            stage.questions()
                    .tell(Say.notification("crsc_continuation")
                            .containing(Say.leaf("primary_ephemeral_identity", handshake.primary())));
        }
    }

    private void nonce(Node iq, Node nonce) {
        require(handshake != null, "a nonce before its commitment");
        handshake.reveal(nonce.bytes());
        say(Say.result(iq));
    }

    private void request(Node iq, Node request) {
        require(handshake != null && handshake.isRevealed(), "a request before the nonce");
        PasskeyHandshake.Request opened = handshake.open(request.bytes());
        require(
                opened.noiseKey().equals(Bytes.of(stage.noiseKey().raw()))
                        && opened.identity().equals(stage.registration().identity()),
                "a request with the keys of another device");
        say(Say.result(iq));
        Link attempt = link;
        link = null;
        attempt.at(Link.State.UNDER_WAY);
        stage.prove(phone, opened.secret(), attempt);
    }

    private void refuse(Node iq, String why) {
        say(Say.error(iq, 400, "bad-request"));
        if (link != null) {
            link.fail(why);
            link = null;
        }
    }

    void close() {
        if (link != null) {
            link.fail("the device has gone");
        }
    }

    private void say(Node node) {
        stage.connection().send(node);
    }

    private Node options() {
        return Say.leaf("passkey_request_options", optionsJson().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] newRef() {
        String ref = Base64.getUrlEncoder().withoutPadding().encodeToString(world.randomness.bytes(18));
        refs.add(ref);
        return ref.getBytes(StandardCharsets.US_ASCII);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException(what);
        }
    }

    private static Bytes bytes(Node node, String child) {
        return node.child(child).map(Node::bytes).orElse(Bytes.EMPTY);
    }
}
