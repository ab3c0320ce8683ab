package dev.tidings.engine.sandbox;

import java.util.Optional;
import java.util.stream.Stream;

/** Phone numbers that make the sandbox fail on purpose, recognised by their last four digits. */
enum MagicNumber {
    NOT_ON_WHATSAPP("0001", "is not on WhatsApp: recipient_not_on_whatsapp"),
    FAILS("0002", "fails in the engine: message_sending_failed"),
    LOSES_ANSWER("0003", "takes the message and loses the answer: status unknown"),
    SLOW("0004", "answers after 3 seconds"),
    STAYS_SENT("0005", "never gets beyond the status sent"),
    REJECTED("0006", "is refused for good: message_rejected"),
    LIMITED("0007", "is over WhatsApp's limits: rate_limit_exceeded with Retry-After");

    private final String ending;
    private final String effect;

    MagicNumber(String ending, String effect) {
        this.ending = ending;
        this.effect = effect;
    }

    String ending() {
        return ending;
    }

    String effect() {
        return effect;
    }

    static Optional<MagicNumber> of(String digits) {
        return Stream.of(values())
                .filter(number -> digits.endsWith(number.ending))
                .findFirst();
    }
}
