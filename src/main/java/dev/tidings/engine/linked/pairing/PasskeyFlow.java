package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.DeviceProps;
import dev.tidings.engine.linked.transport.Answer;
import dev.tidings.engine.linked.transport.Iq;
import dev.tidings.engine.linked.transport.StanzaChannel;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** The step in which WhatsApp wants the account's passkey before it links: a person signs a challenge in a browser. */
final class PasskeyFlow {
    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(10);

    /** With a proof so young nobody has to compare codes. */
    private static final Duration HANDOFF = Duration.ofMinutes(5);

    private static final int SECRET = 32;

    private final PairingContext context;
    private Shown shown;
    private String challenge;
    private Bytes handoffKey;
    private Instant handoffUntil;
    private PasskeyPairing pairing;
    private PasskeyPairing.Continuation continuation;
    private boolean skipsCode;

    /**
     * What the session shows.
     *
     * @param options what the browser's {@code navigator.credentials.get} takes, as JSON
     * @param code to be compared with the one on the phone; null while the assertion is awaited
     */
    record Shown(String options, Instant expiresAt, String code) {}

    /** What became of an answer of the user. */
    enum Outcome {
        TAKEN,
        /** There is no such step now. */
        NOT_ASKED,
        /** The server refused; a fresh QR code follows. */
        REFUSED,
        UNANSWERED
    }

    PasskeyFlow(PairingContext context) {
        this.context = context;
    }

    boolean isUnderWay() {
        return shown != null;
    }

    boolean takes(Node notification) {
        String type = notification.attribute("type").orElse("");
        return (type.equals("passkey_prologue_request") || type.equals("crsc_continuation"))
                && Iq.isFromServer(notification);
    }

    void notified(Node notification) {
        if (notification.attribute("type").orElse("").equals("crsc_continuation")) {
            notification.child("primary_ephemeral_identity").map(Node::bytes).ifPresent(this::proceed);
            return;
        }
        if (!isReadable(notification)) {
            Node question = Iq.get("md", Node.of("passkey_request_options"));
            context.channel().ask(question, StanzaChannel.DEADLINE, answer -> {
                if (answer instanceof Answer.Result result && isReadable(result.iq())) {
                    begin(options(result.iq()));
                } else {
                    context.steps().startOver();
                }
            });
        } else {
            begin(options(notification));
        }
    }

    private static String options(Node parent) {
        return parent.child("passkey_request_options").map(Node::text).orElse("");
    }

    private static boolean isReadable(Node parent) {
        try {
            return new JsonObject(options(parent)).getValue("challenge") instanceof String;
        } catch (DecodeException e) {
            return false;
        }
    }

    private void begin(String options) {
        JsonObject parsed = new JsonObject(options);
        Instant now = context.clock().instant();
        long timeout = parsed.getValue("timeout") instanceof Number number ? number.longValue() : 0;
        Duration life = timeout > 0 && timeout < DEFAULT_LIFE.toMillis() ? Duration.ofMillis(timeout) : DEFAULT_LIFE;
        challenge = parsed.getString("challenge");
        handoffKey = PasskeyPairing.handoffKey(context.steps().secret());
        handoffUntil = now.plus(HANDOFF);
        pairing = null;
        continuation = null;
        show(new Shown(options, now.plus(life), null));
        Shown begun = shown;
        context.timers().after(life, () -> {
            if (shown != null && shown.options().equals(begun.options())) {
                end();
            }
        });
    }

    private void show(Shown next) {
        shown = next;
        context.steps().showPasskey(next);
    }

    /** @throws PasskeyAssertion.RefusedException if it is not an answer to the challenge */
    void submit(Map<String, Object> assertion, Consumer<Outcome> then) {
        if (shown == null || pairing != null) {
            then.accept(Outcome.NOT_ASKED);
            return;
        }
        PasskeyAssertion checked = PasskeyAssertion.parse(assertion, challenge);
        context.channel().ask(Iq.get("md", Node.of("ref")), StanzaChannel.DEADLINE, answer -> {
            String ref = answer instanceof Answer.Result result
                    ? result.iq().child("ref").map(Node::text).orElse("")
                    : "";
            if (ref.isEmpty()) {
                then.accept(Outcome.UNANSWERED);
            } else {
                sendPrologue(checked, ref, then);
            }
        });
    }

    private void sendPrologue(PasskeyAssertion assertion, String ref, Consumer<Outcome> then) {
        pairing = new PasskeyPairing(DeviceProps.CHROME, ref, context.randomness());
        byte[] payload = pairing.prologue();
        skipsCode = context.clock().instant().isBefore(handoffUntil);
        Node credential =
                Node.of("credential_id").containing(assertion.credentialId().toArray());
        Node signed = Node.of("webauthn_assertion")
                .containing(Bytes.utf8(assertion.json()).toArray());
        Node prologue = Node.of("prologue_payload").containing(payload);
        Node all = Node.of("passkey_prologue");
        all = skipsCode
                ? all.containing(
                        credential,
                        signed,
                        prologue,
                        Node.of("pairing_handoff_proof").containing(PasskeyPairing.handoffProof(handoffKey, payload)))
                : all.containing(credential, signed, prologue);
        context.channel().ask(Iq.set("md", all), StanzaChannel.DEADLINE, answer -> {
            if (answer instanceof Answer.Result) {
                then.accept(Outcome.TAKEN);
                return;
            }
            then.accept(answer instanceof Answer.Refused ? Outcome.REFUSED : Outcome.UNANSWERED);
            end();
        });
    }

    private void proceed(Bytes primaryIdentity) {
        if (pairing == null || continuation != null) {
            return;
        }
        continuation = pairing.proceed(primaryIdentity.toArray());
        Node nonce = Node.of("companion_nonce").containing(pairing.nonce());
        context.channel().ask(Iq.set("md", nonce), StanzaChannel.DEADLINE, answer -> {
            if (answer instanceof Answer.Refused) {
                end();
            }
        });
        if (skipsCode) {
            request(outcome -> {});
        } else {
            show(new Shown(shown.options(), shown.expiresAt(), CodeAlphabet.show(continuation.code())));
        }
    }

    /** The user has compared the codes. */
    void confirm(Consumer<Outcome> then) {
        if (shown == null || shown.code() == null) {
            then.accept(Outcome.NOT_ASKED);
            return;
        }
        show(new Shown(shown.options(), shown.expiresAt(), null));
        request(then);
    }

    /** The secret is stored before the phone can use it. */
    private void request(Consumer<Outcome> then) {
        Bytes secret = Bytes.of(context.randomness().bytes(SECRET));
        byte[] request = continuation.request(
                context.noiseKey().publicKey(), context.identity().publicKey(), secret);
        context.steps().keepSecret(secret, () -> {
            Node sealed = Node.of("encrypted_pairing_request").containing(request);
            context.channel().ask(Iq.set("md", sealed), StanzaChannel.DEADLINE, answer -> {
                then.accept(
                        answer instanceof Answer.Result
                                ? Outcome.TAKEN
                                : answer instanceof Answer.Refused ? Outcome.REFUSED : Outcome.UNANSWERED);
                if (answer instanceof Answer.Refused) {
                    end();
                }
            });
        });
    }

    private void end() {
        shown = null;
        context.steps().startOver();
    }
}
