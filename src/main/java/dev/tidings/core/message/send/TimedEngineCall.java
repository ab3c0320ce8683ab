package dev.tidings.core.message.send;

import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.SendOutcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.jboss.logging.Logger;

/** The time limit of a call to an engine: an answer that does not come in time counts as lost. */
@ApplicationScoped
public class TimedEngineCall {
    public static final long SEND_TIMEOUT_MILLIS = 20_000;

    private static final Logger LOG = Logger.getLogger(TimedEngineCall.class);

    /** Fails with a timeout after {@value #SEND_TIMEOUT_MILLIS} ms; what the engine does after that is not known. */
    @Timeout(SEND_TIMEOUT_MILLIS)
    @WithSpan("send by engine")
    Uni<SendOutcome> send(Engine engine, OutboundMessage message) {
        Span.current().setAttribute("tidings.engine", engine.name());
        return engine.send(message);
    }

    /** After a failure that is not an outcome it is not known whether the message was sent. */
    static SendOutcome lost(OutboundMessage message, Throwable failure) {
        LOG.warnf("The outcome of %s is unknown: %s", message.messageId(), failure.toString());
        return new SendOutcome.Lost();
    }
}
