package dev.tidings.engine.cloud.number;

import dev.tidings.core.content.MessageDetails.Failure;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.cloud.graph.CloudCredentials;
import dev.tidings.engine.cloud.graph.ErrorClassification;
import dev.tidings.engine.cloud.graph.GraphErrorTable;
import dev.tidings.engine.cloud.graph.GraphException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/** Does what an error from Meta requires, and returns what it means for a send. */
@ApplicationScoped
public class CloudErrorHandler {
    private static final Logger LOG = Logger.getLogger(CloudErrorHandler.class);

    /** Reasons that concern the session whatever the call was; all others may concern only what was asked for. */
    private static final Set<String> OF_ANY_CALL =
            Set.of(GraphErrorTable.TOKEN_INVALID, GraphErrorTable.ACCOUNT_LOCKED);

    private final EngineListener listener;
    private final CloudCredentialStore accounts;
    private final PacingRepository pace;
    private final Clock clock;

    CloudErrorHandler(EngineListener listener, CloudCredentialStore accounts, PacingRepository pace, Clock clock) {
        this.listener = listener;
        this.accounts = accounts;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * The outcome of a send that failed; an unknown one stays a failure.
     *
     * @param used what the call was made with
     */
    public Uni<SendOutcome> outcome(CloudCredentials used, String recipient, Throwable failure) {
        String sessionId = used.sessionId();
        if (NotSentException.isUnconnected(failure)) {
            return Uni.createFrom().item(NotSentException.unavailable());
        }
        if (!(failure instanceof GraphException answer)) {
            return Uni.createFrom().failure(failure);
        }
        if (answer.leavesItUnknown()) {
            LOG.warnf("It is not known whether a message of %s was taken: %s", sessionId, answer.getMessage());
            return Uni.createFrom().item(new SendOutcome.Lost());
        }
        ErrorClassification verdict = answer.classification();
        LOG.infof("Meta did not take a message of %s: %s", sessionId, answer.getMessage());
        return handle(used, recipient, verdict, answer.regain())
                .onFailure()
                .invoke(unhandled ->
                        LOG.warnf("%s is not held up as it should be: %s", sessionId, unhandled.toString()))
                .onFailure()
                .recoverWithItem(NotSentException.PAUSE)
                .map(wait -> outcome(verdict, failure(verdict, answer.failure()), wait));
    }

    /** The failure of a client's call that is not a send; repeating such a call is harmless. */
    public Uni<Void> refusal(CloudCredentials used, String recipient, Throwable failure) {
        if (!(failure instanceof GraphException answer)) {
            return Uni.createFrom()
                    .failure(ApiException.retryAfter(ErrorCode.SERVICE_UNAVAILABLE, NotSentException.PAUSE));
        }
        ErrorClassification verdict = answer.classification();
        return handle(used, recipient, verdict, answer.regain())
                .flatMap(wait -> Uni.createFrom().failure(refusal(verdict, failure(verdict, answer.failure()), wait)));
    }

    /** Disconnects the session when any other call shows that its token or account is not valid any more. */
    public Uni<Void> noticeDeath(CloudCredentials used, GraphException failure) {
        ErrorClassification verdict = failure.classification();
        return verdict.remedy() == ErrorClassification.Remedy.DISCONNECT && OF_ANY_CALL.contains(verdict.reason())
                ? handle(used, "", verdict, Duration.ZERO).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /**
     * The failure of a client's call that only looks something up: it delays no messages, and disconnects the session
     * only when the token or the account is not valid any more.
     */
    public <T> Uni<T> objection(CloudCredentials used, Throwable failure) {
        if (!(failure instanceof GraphException answer)) {
            return Uni.createFrom()
                    .failure(ApiException.retryAfter(ErrorCode.SERVICE_UNAVAILABLE, NotSentException.PAUSE));
        }
        ErrorClassification verdict = answer.classification();
        boolean dead = verdict.remedy() == ErrorClassification.Remedy.DISCONNECT;
        ErrorClassification shown = dead && !OF_ANY_CALL.contains(verdict.reason())
                ? ErrorClassification.of(ErrorCode.INVALID_REQUEST)
                : verdict;
        Duration wait =
                answer.regain().compareTo(NotSentException.PAUSE) > 0 ? answer.regain() : NotSentException.PAUSE;
        return noticeDeath(used, answer)
                .chain(() -> Uni.createFrom().failure(refusal(shown, failure(shown, answer.failure()), wait)));
    }

    private static ApiException refusal(ErrorClassification verdict, Failure failure, Duration wait) {
        ApiException refusal = switch (verdict.code()) {
            case SESSION_DISCONNECTED -> ApiException.of(verdict.code());
            case SERVICE_UNAVAILABLE, RATE_LIMIT_EXCEEDED -> ApiException.retryAfter(verdict.code(), wait);
            default -> ApiException.because(ErrorCode.INVALID_REQUEST, "WhatsApp does not take this.");
        };
        return failure == null ? refusal : refusal.ofEngine(failure.engineCode(), failure.reason());
    }

    /**
     * What a client sees beside the code.
     *
     * @param said what Meta reports, or null
     */
    public static Failure failure(ErrorClassification verdict, Failure said) {
        // words about a token or an account are for the operator: the session gives the reason
        return verdict.remedy() == ErrorClassification.Remedy.DISCONNECT
                ? new Failure(said == null ? null : said.engineCode(), verdict.reason())
                : said;
    }

    private Uni<Duration> handle(
            CloudCredentials used, String recipient, ErrorClassification verdict, Duration regain) {
        return verdict.remedy() == ErrorClassification.Remedy.DISCONNECT
                ? disconnect(used, verdict.reason()).replaceWith(Duration.ZERO)
                : handle(used.sessionId(), recipient, verdict, regain);
    }

    /** Disconnects the session, unless its settings were replaced since the call began: the new ones may be good. */
    Uni<Void> disconnect(CloudCredentials used, String reason) {
        return accounts.access(used.sessionId())
                .flatMap(now -> used.equals(now)
                        ? listener.onSession(new SessionEvent.Disconnected(used.sessionId(), reason))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    /**
     * Disconnects the session, or delays what it sends, if the classification of a later status requires it.
     *
     * @param regain how long Meta asks to wait, or zero
     * @return how long to wait now; zero when waiting does not help
     */
    public Uni<Duration> handle(String sessionId, String recipient, ErrorClassification verdict, Duration regain) {
        return switch (verdict.remedy()) {
            case NONE -> Uni.createFrom().item(Duration.ZERO);
            case DISCONNECT ->
                listener.onSession(new SessionEvent.Disconnected(sessionId, verdict.reason()))
                        .replaceWith(Duration.ZERO);
            case HOLD_RECIPIENT -> pace.hold(sessionId, recipient, regain, clock.instant());
            case HOLD_NUMBER -> pace.hold(sessionId, "", regain, clock.instant());
            case LATER, LATER_FOR_RECIPIENT ->
                Uni.createFrom().item(regain.compareTo(NotSentException.PAUSE) > 0 ? regain : NotSentException.PAUSE);
        };
    }

    private static SendOutcome outcome(ErrorClassification verdict, Failure failure, Duration wait) {
        return switch (verdict.remedy()) {
            case NONE, DISCONNECT -> new SendOutcome.Refused(verdict.code(), failure);
            case HOLD_RECIPIENT, LATER_FOR_RECIPIENT ->
                new SendOutcome.Deferred(verdict.code(), wait, SendOutcome.Extent.RECIPIENT, failure);
            case HOLD_NUMBER, LATER ->
                new SendOutcome.Deferred(verdict.code(), wait, SendOutcome.Extent.SESSION, failure);
        };
    }
}
