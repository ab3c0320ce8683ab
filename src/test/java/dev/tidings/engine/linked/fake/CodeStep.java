package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Linking by a code that the person types on the phone: the server passes on what the two sides hide under the code. */
final class CodeStep {
    static final Duration LIFE = Duration.ofMinutes(3);

    private static final int WRAPPED = 80;
    private static final int BUNDLE = 156;
    private static final int KEY = 32;
    private static final int IV_END = 44;
    private static final int IDENTITIES = 96;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{6,14}");
    private static final Pattern DISPLAY = Pattern.compile(
            "(Chrome|Edge|Firefox|IE|Opera|Safari) \\((Windows|Mac OS|Linux|Android|iOS|Ubuntu|Fedora)\\)");
    private static final String COMPANION = "link_code_pairing_wrapped_companion_ephemeral_pub";
    private static final String BUNDLE_INFO = "link_code_pairing_key_bundle_encryption_key";

    private final World world;
    private final PairingStage stage;
    private String number;
    private Bytes wrapped;
    private Bytes ref;
    private Instant since;
    private Typed typed;

    /** What a phone did with the code. */
    record Typed(FakePhone phone, KeyPair ephemeral, PublicKey companion, Bytes wrapped, Link link) {}

    CodeStep(World world, PairingStage stage) {
        this.world = world;
        this.stage = stage;
    }

    /** The device's key under the code, or null if it has not asked for a code or the code is dead. */
    Bytes wrapped() {
        return wrapped == null || since.plus(LIFE).isBefore(world.clock.instant()) ? null : wrapped;
    }

    boolean answer(Node iq, Node step) {
        switch (step.attribute("stage").orElse("")) {
            case "companion_hello" -> stage.connection().send(hello(iq, step));
            case "companion_finish" -> finish(iq, step);
            case "get_country_code" ->
                stage.connection().send(Say.result(iq, Node.of("country_code").with("iso", "DE")));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Node hello(Node iq, Node step) {
        String digits = step.jid("jid").map(Jid::user).orElse("");
        Bytes key = bytes(step, COMPANION);
        boolean right = NUMBER.matcher(digits).matches()
                && key.size() == WRAPPED
                && bytes(step, "companion_server_auth_key_pub")
                        .equals(Bytes.of(stage.noiseKey().raw()))
                && !bytes(step, "companion_platform_id").equals(Bytes.EMPTY)
                && DISPLAY.matcher(bytes(step, "companion_platform_display").utf8())
                        .matches()
                && bytes(step, "link_code_pairing_nonce").size() == 1;
        if (!right) {
            world.violation(Violation.Kind.PROTOCOL, stage.toString(), "a request for a code with a wrong part");
            return Say.error(iq, 400, "bad-request");
        }
        number = digits;
        wrapped = key;
        ref = Bytes.of(world.randomness.bytes(24));
        since = world.clock.instant();
        typed = null;
        world.codes.put(number, this);
        return Say.result(
                iq,
                Node.of("link_code_companion_reg")
                        .with("stage", "companion_hello")
                        .containing(Say.leaf("link_code_pairing_ref", ref.toArray())));
    }

    /** The person has typed the code: the device gets the phone's key under it. */
    void typed(Typed now) {
        typed = now;
        stage.questions()
                .tell(Say.notification("link_code_companion_reg")
                        .containing(Node.of("link_code_companion_reg")
                                .with("stage", "primary_hello")
                                .containing(
                                        Say.leaf(
                                                "link_code_pairing_wrapped_primary_ephemeral_pub",
                                                now.wrapped().toArray()),
                                        Say.leaf(
                                                "primary_identity_pub",
                                                now.phone()
                                                        .account()
                                                        .identity()
                                                        .publicKey()
                                                        .raw()),
                                        Say.leaf("link_code_pairing_ref", ref.toArray()))));
    }

    /** What the device shows is of no use any more. */
    void refresh(boolean byHand) {
        Node step = Node.of("link_code_companion_reg").with("stage", "refresh_code");
        Node shown = byHand ? step.with("force_manual_refresh", "true") : step;
        stage.questions()
                .tell(Say.notification("link_code_companion_reg")
                        .containing(shown.containing(Say.leaf("link_code_pairing_ref", ref.toArray()))));
    }

    private void finish(Node iq, Node step) {
        boolean right = typed != null
                && step.jid("jid").map(Jid::user).filter(number::equals).isPresent()
                && bytes(step, "link_code_pairing_ref").equals(ref)
                && bytes(step, "companion_identity_public")
                        .equals(stage.registration().identity())
                && bytes(step, "link_code_pairing_wrapped_key_bundle").size() == BUNDLE;
        if (!right) {
            world.violation(Violation.Kind.PROTOCOL, stage.toString(), "the end of a code with a wrong part");
            stage.connection().send(Say.error(iq, 400, "bad-request"));
            return;
        }
        Typed was = typed;
        typed = null;
        // The server cannot judge what is in the bundle, so that this answer says nothing.
        stage.connection().send(Say.result(iq));
        Bytes secret =
                secret(was, bytes(step, "link_code_pairing_wrapped_key_bundle").toArray());
        if (secret == null) {
            was.link().fail("the code is wrong");
        } else {
            stage.accepted(was.phone(), secret, was.link());
        }
    }

    /** What the phone works out, or null if what the device sent was not made with the code that was typed. */
    private Bytes secret(Typed was, byte[] bundle) {
        KeyPair own = was.phone().account().identity();
        byte[] shared = was.ephemeral().agree(was.companion());
        byte[] key = Hkdf.derive(shared, Say.part(bundle, 0, KEY), BUNDLE_INFO, KEY);
        byte[] plain;
        try {
            plain = Aes.gcmDecrypt(
                    key, Say.part(bundle, KEY, IV_END), new byte[0], Say.part(bundle, IV_END, bundle.length));
        } catch (CryptoException e) {
            return null;
        }
        byte[] identity = Say.part(plain, 0, KEY);
        boolean right = plain.length == IDENTITIES
                && Bytes.of(identity).equals(stage.registration().identity())
                && Bytes.of(Say.part(plain, KEY, 2 * KEY))
                        .equals(Bytes.of(own.publicKey().raw()));
        if (!right) {
            world.violation(Violation.Kind.KEYS, stage.toString(), "a bundle with other identities");
            return null;
        }
        byte[] long1 = own.agree(stage.identity());
        byte[] random = Say.part(plain, 2 * KEY, IDENTITIES);
        return Bytes.of(Hkdf.derive(Bytes.concat(shared, long1, random), "adv_secret", KEY));
    }

    void close() {
        if (number != null) {
            world.codes.remove(number, this);
        }
        if (typed != null) {
            typed.link().fail("the device has gone");
        }
    }

    private static Bytes bytes(Node step, String child) {
        return step.child(child).map(Node::bytes).orElse(Bytes.EMPTY);
    }
}
