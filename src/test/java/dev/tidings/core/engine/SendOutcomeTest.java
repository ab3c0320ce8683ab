package dev.tidings.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.core.engine.SendOutcome.Accepted;
import dev.tidings.core.engine.SendOutcome.Deferred;
import dev.tidings.core.engine.SendOutcome.Extent;
import dev.tidings.core.engine.SendOutcome.Lost;
import dev.tidings.core.engine.SendOutcome.Refused;
import dev.tidings.platform.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendOutcomeTest {

    /** The alert for failing sends adds up lost and failed messages; a message that waits is neither. */
    @Test
    void namesWhatWaitsOtherwiseThanWhatIsLost() {
        assertEquals("accepted", new Accepted("wamid.1", Instant.EPOCH).label());
        assertEquals("lost", new Lost().label());
        assertEquals("recipient_not_on_whatsapp", new Refused(ErrorCode.RECIPIENT_NOT_ON_WHATSAPP).label());
        for (ErrorCode code : ErrorCode.values()) {
            assertEquals("deferred", new Deferred(code, Duration.ofSeconds(1), Extent.RECIPIENT).label());
        }
    }
}
