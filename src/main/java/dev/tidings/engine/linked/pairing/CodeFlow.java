package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.transport.Answer;
import dev.tidings.engine.linked.transport.Iq;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Linking by a code that is typed into the phone, beside the QR code on the same connection. One code lives at a time: the
 * server leads the phone's answer by its number alone.
 */
final class CodeFlow {
    static final Duration LIFE = Duration.ofSeconds(180);

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration UNTIL_PAIRED = Duration.ofSeconds(60);
    private static final int MOST_HELLOS = 3;
    private static final String REGISTRATION = "link_code_companion_reg";

    /** WhatsApp takes only browsers and systems that it knows. */
    private static final String DISPLAY = "Chrome (Mac OS)";

    private static final byte[] CHROME = {'1'};
    private static final byte[] NONCE = {0};

    private final PairingContext context;
    private Live live;
    private boolean awaitsPairing;

    /** The code that the phone may be given now. */
    private static final class Live {
        private final String phoneNumber;
        private final String code;
        private final CodePairing pairing;
        private final Instant expiresAt;
        private Bytes ref = Bytes.EMPTY;
        private int hellos;

        private Live(String phoneNumber, String code, CodePairing pairing, Instant expiresAt) {
            this.phoneNumber = phoneNumber;
            this.code = code;
            this.pairing = pairing;
            this.expiresAt = expiresAt;
        }

        private boolean isAccepted() {
            return ref.size() > 0;
        }
    }

    /** The result of asking for a code. */
    sealed interface Outcome {
        /** The server took it, and the phone can be given it. */
        record Issued(String code, Instant expiresAt) implements Outcome {}

        /** Another number has a code that still lives. */
        record Busy(Instant until) implements Outcome {}

        record Limited(long seconds) implements Outcome {}

        record Unanswered() implements Outcome {}
    }

    CodeFlow(PairingContext context) {
        this.context = context;
    }

    boolean isLive() {
        return live != null;
    }

    /** From the phone's answer on, until it has linked us: the secret must not change then. */
    boolean awaitsPairing() {
        return awaitsPairing;
    }

    void request(String phoneNumber, Consumer<Outcome> then) {
        Instant now = context.clock().instant();
        if (live != null && now.isBefore(live.expiresAt)) {
            boolean isSame = live.phoneNumber.equals(phoneNumber) && live.isAccepted();
            then.accept(
                    isSame
                            ? new Outcome.Issued(CodeAlphabet.show(live.code), live.expiresAt)
                            : new Outcome.Busy(live.expiresAt));
            return;
        }
        String code = CodePairing.newCode(context.randomness());
        Live next = new Live(
                phoneNumber, code, new CodePairing(code, context.identity(), context.randomness()), now.plus(LIFE));
        live = next;
        context.channel().ask(hello(next), DEADLINE, answer -> then.accept(accepted(next, answer)));
    }

    private Node hello(Live next) {
        return Iq.set(
                "md",
                registration("companion_hello", next.phoneNumber)
                        .with("should_show_push_notification", "true")
                        .containing(
                                Node.of("link_code_pairing_wrapped_companion_ephemeral_pub")
                                        .containing(next.pairing.start()),
                                Node.of("companion_server_auth_key_pub")
                                        .containing(
                                                context.noiseKey().publicKey().raw()),
                                Node.of("companion_platform_id").containing(CHROME),
                                Node.of("companion_platform_display")
                                        .containing(Bytes.utf8(DISPLAY).toArray()),
                                Node.of("link_code_pairing_nonce").containing(NONCE)));
    }

    private static Node registration(String stage, String phoneNumber) {
        return Node.of(REGISTRATION).with("jid", Jid.of(phoneNumber, Jid.PHONE)).with("stage", stage);
    }

    private Outcome accepted(Live asked, Answer answer) {
        if (answer instanceof Answer.Result result) {
            asked.ref = result.iq()
                    .child(REGISTRATION)
                    .flatMap(child -> child.child("link_code_pairing_ref"))
                    .map(Node::bytes)
                    .orElse(Bytes.EMPTY);
            if (asked.isAccepted()) {
                context.timers().after(LIFE, () -> expire(asked));
                return new Outcome.Issued(CodeAlphabet.show(asked.code), asked.expiresAt);
            }
        }
        live = null;
        return answer instanceof Answer.Refused refused
                ? new Outcome.Limited(Math.max(refused.backoffSeconds(), UNTIL_PAIRED.toSeconds()))
                : new Outcome.Unanswered();
    }

    private void expire(Live asked) {
        if (live == asked && !awaitsPairing) {
            live = null;
            context.steps().codeHasDied();
        }
    }

    /** @return whether the notification is this flow's */
    boolean takes(Node notification) {
        return notification.attribute("type").orElse("").equals(REGISTRATION);
    }

    /** After it was acknowledged, because the answer takes half a second to compute. */
    void notified(Node notification) {
        Optional<Node> registration = notification.child(REGISTRATION);
        String stage = registration.flatMap(child -> child.attribute("stage")).orElse("");
        if (live == null || registration.isEmpty()) {
            return;
        }
        if (stage.equals("refresh_code")) {
            die();
        } else if (stage.equals("primary_hello")) {
            primaryHello(registration.get());
        }
    }

    private void primaryHello(Node hello) {
        Bytes wrapped = bytes(hello, "link_code_pairing_wrapped_primary_ephemeral_pub");
        Bytes primary = bytes(hello, "primary_identity_pub");
        Bytes ref = bytes(hello, "link_code_pairing_ref");
        boolean isOurs = ref.equals(live.ref) && context.clock().instant().isBefore(live.expiresAt);
        // An account that wants a passkey sends no key here; its passkey step follows.
        if (!isOurs || wrapped.size() == 0 || live.hellos++ >= MOST_HELLOS) {
            return;
        }
        Live answered = live;
        CodePairing.Result result = live.pairing.finish(wrapped.toArray(), PublicKey.ofRaw(primary.toArray()));
        awaitsPairing = true;
        context.steps().keepSecret(result.secret(), () -> {
            context.channel().ask(finish(answered, result), DEADLINE, answer -> {
                if (answer instanceof Answer.Refused) {
                    die();
                }
            });
            context.timers().after(UNTIL_PAIRED, this::dieOfSilence);
        });
    }

    private Node finish(Live answered, CodePairing.Result result) {
        return Iq.set(
                "md",
                registration("companion_finish", answered.phoneNumber)
                        .containing(
                                Node.of("link_code_pairing_wrapped_key_bundle")
                                        .containing(result.bundle().toArray()),
                                Node.of("companion_identity_public")
                                        .containing(
                                                context.identity().publicKey().raw()),
                                Node.of("link_code_pairing_ref").containing(answered.ref.toArray())));
    }

    /** An account that wants a passkey takes longer. */
    private void dieOfSilence() {
        if (!context.steps().isInPasskeyStep()) {
            die();
        }
    }

    private void die() {
        if (live != null) {
            live = null;
            awaitsPairing = false;
            context.steps().startOver();
        }
    }

    private static Bytes bytes(Node parent, String child) {
        return parent.child(child).map(Node::bytes).orElse(Bytes.EMPTY);
    }
}
