package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.transport.StanzaChannel;
import dev.tidings.engine.linked.transport.Timers;
import java.time.Clock;

/** What the ways of linking share. */
record PairingContext(
        String sessionId,
        StanzaChannel channel,
        KeyPair noiseKey,
        KeyPair identity,
        Timers timers,
        Clock clock,
        Randomness randomness,
        Steps steps) {

    /** What each of them may do to the whole attempt. */
    interface Steps {
        /** The secret of the pairing now. */
        Bytes secret();

        /** Stores another secret; {@code then} runs when it is stored, and nothing before. */
        void keepSecret(Bytes secret, Runnable then);

        boolean isInPasskeyStep();

        /** A code was not used in time. */
        void codeHasDied();

        /** This attempt cannot succeed any more: another one begins, with a fresh QR code. */
        void startOver();

        /** Shows that a passkey is needed, or the code to compare. */
        void showPasskey(PasskeyFlow.Shown shown);
    }
}
