package dev.tidings.engine.linked.pairing;

import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.transport.Iq;
import dev.tidings.engine.linked.transport.StanzaChannel;
import dev.tidings.engine.linked.transport.Timers;
import dev.tidings.engine.linked.transport.Timers.Timer;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection on which a phone can link us: by the QR code, by a code that is typed, and with a passkey where the account wants
 * one. Whichever ends first wins. Runs in the session's queue.
 */
public final class PairingAttempt {
    private static final String QR_TIMEOUT = "qr_timeout";
    private static final int SECRET = 32;

    private final String sessionId;
    private final StanzaChannel channel;
    private final KeyPair noiseKey;
    private final KeyPair identity;
    private final Timers timers;
    private final Clock clock;
    private final Randomness randomness;
    private final Host host;
    private final CodeFlow codes;
    private final PasskeyFlow passkeys;
    private Bytes secret;
    private QrRefs refs;
    private Timer qrTimer = () -> {};
    private boolean isOver;

    /** What an attempt may do to its session. Each of these holds the queue until it is stored. */
    public interface Host {
        /**
         * Stores a secret of the pairing, together with what the session shows from then on.
         *
         * @param shown null if it shows the same as before
         */
        void keep(Bytes secret, SessionEvent shown, Runnable then);

        void show(SessionEvent event);

        /** Stores that we are linked, and shows it. */
        void linked(Linked linked, Runnable then);

        /** Ends the connection; another one begins, with a fresh QR code. */
        void startOver();

        /** Ends the connection; a restart of the session begins a new one. */
        void giveUp(String reason);
    }

    /** @param secret that is stored now */
    public PairingAttempt(
            String sessionId,
            StanzaChannel channel,
            KeyPair noiseKey,
            KeyPair identity,
            Bytes secret,
            Timers timers,
            Clock clock,
            Randomness randomness,
            Host host) {
        this.sessionId = sessionId;
        this.channel = channel;
        this.noiseKey = noiseKey;
        this.identity = identity;
        this.secret = secret;
        this.timers = timers;
        this.clock = clock;
        this.randomness = randomness;
        this.host = host;
        PairingContext context = new PairingContext(
                sessionId, channel, noiseKey, identity, timers, clock, randomness, new AttemptSteps());
        this.codes = new CodeFlow(context);
        this.passkeys = new PasskeyFlow(context);
    }

    /** @return whether to acknowledge it now */
    public boolean stanza(Node stanza) {
        if (isOver) {
            return true;
        }
        if (Iq.asks(stanza, "pair-device")) {
            pairDevice(stanza);
        } else if (Iq.asks(stanza, "pair-success")) {
            pairSuccess(stanza);
        } else if (stanza.tag().equals("notification")) {
            return notified(stanza);
        }
        return true;
    }

    private boolean notified(Node notification) {
        if (isRefresh(notification)) {
            refresh(notification);
            return false;
        }
        if (codes.takes(notification)) {
            channel.acknowledge(notification);
            codes.notified(notification);
            return false;
        }
        if (passkeys.takes(notification)) {
            channel.acknowledge(notification);
            passkeys.notified(notification);
            return false;
        }
        return true;
    }

    /** A secret of its own for each connection: what an earlier one showed is worth nothing any more. */
    private void pairDevice(Node question) {
        QrRefs given = QrRefs.of(question.child("pair-device").orElseThrow());
        qrTimer.cancel();
        if (!given.next(clock.instant())) {
            channel.send(Iq.error(question, 500, "internal-error"));
            return;
        }
        refs = given;
        secret = Bytes.of(randomness.bytes(SECRET));
        host.keep(secret, qr(), () -> {
            channel.send(Iq.result(question));
            awaitNextQr();
        });
    }

    private SessionEvent qr() {
        String text = refs.text(noiseKey.publicKey(), identity.publicKey(), secret);
        return new SessionEvent.QrIssued(sessionId, text, refs.expiresAt());
    }

    private void awaitNextQr() {
        Duration left = Duration.between(clock.instant(), refs.expiresAt());
        qrTimer = timers.after(left.isNegative() ? Duration.ZERO : left, this::nextQr);
    }

    private void nextQr() {
        if (isOver || passkeys.isUnderWay()) {
            return;
        }
        if (refs.next(clock.instant())) {
            host.show(qr());
            awaitNextQr();
        } else if (!codes.isLive()) {
            isOver = true;
            host.giveUp(QR_TIMEOUT);
        }
    }

    private boolean isRefresh(Node notification) {
        return notification.attribute("type").orElse("").equals("companion_reg_refresh")
                && Iq.isFromServer(notification)
                && (notification.child("companion_reg_refresh").isPresent()
                        || notification.child("pair-device-rotate-qr").isPresent());
    }

    /** The phone wants to scan the same reference again, with another secret. */
    private void refresh(Node notification) {
        if (codes.awaitsPairing() || refs == null) {
            channel.acknowledge(notification);
            return;
        }
        boolean isShown = !passkeys.isUnderWay() && clock.instant().isBefore(refs.expiresAt());
        secret = Bytes.of(randomness.bytes(SECRET));
        host.keep(secret, isShown ? qr() : null, () -> channel.acknowledge(notification));
    }

    private void pairSuccess(Node question) {
        isOver = true;
        qrTimer.cancel();
        Optional<Linked> linked = accepted(question);
        if (linked.isEmpty()) {
            host.startOver();
            return;
        }
        Linked now = linked.get();
        host.linked(
                now,
                () -> channel.send(Iq.result(
                        question,
                        Node.of("pair-device-sign")
                                .containing(Node.of("device-identity")
                                        .with("key-index", Integer.toString(now.keyIndex()))
                                        .containing(now.identity().encodeWithoutAccountKey())))));
    }

    /** Empty when the server was told why not. */
    private Optional<Linked> accepted(Node question) {
        Node success = question.child("pair-success").orElseThrow();
        Node device = success.child("device").orElse(Node.of("device"));
        try {
            byte[] proof = success.child("device-identity")
                    .map(node -> node.bytes().toArray())
                    .orElse(new byte[0]);
            Adv adv = Adv.accept(proof, secret, identity, randomness);
            return Optional.of(new Linked(
                    adv.identity(),
                    adv.keyIndex(),
                    device.jid("jid").orElseThrow(() -> new MalformedException("a linked device has an address")),
                    device.jid("lid").orElse(null),
                    success.child("platform")
                            .flatMap(node -> node.attribute("name"))
                            .orElse(""),
                    success.child("biz").flatMap(node -> node.attribute("name")).orElse(null)));
        } catch (AdvException e) {
            channel.send(Iq.error(question, 401, e.code()));
        } catch (MalformedException e) {
            channel.send(Iq.error(question, 500, "internal-error"));
        }
        return Optional.empty();
    }

    /**
     * A code to type into the phone.
     *
     * @param then gets the code, or why there is none
     */
    public void requestCode(String phoneNumber, Consumer<CodeResult> then) {
        if (refs == null || isOver || passkeys.isUnderWay()) {
            then.accept(CodeResult.failed(
                    ApiException.because(ErrorCode.SESSION_CONFLICT, "no phone can be linked at this moment")));
            return;
        }
        codes.request(phoneNumber, outcome -> then.accept(CodeResult.of(outcome)));
    }

    /**
     * What the user's browser made of the challenge.
     *
     * @param then gets null when WhatsApp took it, or why it did not
     */
    public void submitPasskey(Map<String, Object> assertion, Consumer<ApiException> then) {
        try {
            passkeys.submit(assertion, outcome -> then.accept(PasskeyResult.of(outcome)));
        } catch (PasskeyAssertion.RefusedException e) {
            String field = e.field().isEmpty() ? "assertion" : "assertion." + e.field();
            then.accept(ApiException.of(ErrorCode.INVALID_REQUEST, field, e.getMessage()));
        }
    }

    /** The user has compared the code with the one on the phone. */
    public void confirmPasskey(Consumer<ApiException> then) {
        passkeys.confirm(outcome -> then.accept(PasskeyResult.of(outcome)));
    }

    /** Reports once more what can be scanned now. */
    public void showAgain() {
        if (refs != null && !isOver && !passkeys.isUnderWay() && clock.instant().isBefore(refs.expiresAt())) {
            host.show(qr());
        }
    }

    /** The connection has ended; what still runs by the clock does nothing any more. */
    public void end() {
        isOver = true;
        qrTimer.cancel();
    }

    private final class AttemptSteps implements PairingContext.Steps {
        @Override
        public Bytes secret() {
            return secret;
        }

        @Override
        public void keepSecret(Bytes next, Runnable then) {
            secret = next;
            host.keep(next, null, then);
        }

        @Override
        public boolean isInPasskeyStep() {
            return passkeys.isUnderWay();
        }

        @Override
        public void codeHasDied() {
            if (!isOver && !passkeys.isUnderWay() && !clock.instant().isBefore(refs.expiresAt())) {
                startOver();
            }
        }

        @Override
        public void startOver() {
            if (!isOver) {
                isOver = true;
                qrTimer.cancel();
                host.startOver();
            }
        }

        @Override
        public void showPasskey(PasskeyFlow.Shown shown) {
            host.show(new SessionEvent.PasskeyRequired(sessionId, shown.options(), shown.expiresAt(), shown.code()));
        }
    }
}
