package dev.tidings.engine.cloud.number;

import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.cloud.graph.CloudCredentials;
import dev.tidings.engine.cloud.graph.ErrorClassification;
import dev.tidings.engine.cloud.graph.GraphApi;
import dev.tidings.engine.cloud.graph.GraphClient.PhoneNumber;
import dev.tidings.engine.cloud.graph.GraphErrorTable;
import dev.tidings.engine.cloud.graph.GraphException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/** Checks whether numbers and tokens are valid. */
@ApplicationScoped
public class NumberVerifier {
    private static final Logger LOG = Logger.getLogger(NumberVerifier.class);
    private static final Set<String> DEAD_STATES = Set.of("BANNED", "DELETED");
    private static final String PHONE_NUMBER_ID = "config.phoneNumberId";
    private static final String ACCESS_TOKEN = "config.accessToken";

    private final GraphApi graph;
    private final EngineListener listener;
    private final CloudErrorHandler errors;

    NumberVerifier(GraphApi graph, EngineListener listener, CloudErrorHandler errors) {
        this.graph = graph;
        this.listener = listener;
        this.errors = errors;
    }

    /** @throws ApiException naming what is wrong with the settings of a new session */
    public Uni<Void> verify(CloudCredentials access) {
        return graph.number(access)
                .onFailure()
                .invoke(failure -> LOG.infof("A number cannot be verified: %s", failure.toString()))
                .onFailure()
                .transform(NumberVerifier::objection)
                .invoke(number -> {
                    if (!access.phoneNumberId().equals(number.id())) {
                        throw ApiException.of(
                                ErrorCode.INVALID_REQUEST, PHONE_NUMBER_ID, "Meta knows it as no number.");
                    }
                    if (isDead(number)) {
                        throw ApiException.of(
                                ErrorCode.INVALID_REQUEST, PHONE_NUMBER_ID, "Meta has closed this number.");
                    }
                })
                .replaceWithVoid();
    }

    /** Reports whether the session is connected; fails when Meta does not say so either way. */
    public Uni<Void> check(CloudCredentials access) {
        String session = access.sessionId();
        return graph.number(access)
                .map(number -> isDead(number)
                        ? new SessionEvent.Disconnected(session, "number_closed")
                        : (SessionEvent) new SessionEvent.Connected(session, digits(number.displayPhoneNumber())))
                .onFailure(GraphException.class)
                .recoverWithUni(failure -> death(session, (GraphException) failure))
                .flatMap(event -> event instanceof SessionEvent.Disconnected dead
                        ? errors.disconnect(access, dead.reason())
                        : listener.onSession(event).replaceWithVoid());
    }

    private static Uni<SessionEvent> death(String session, GraphException failure) {
        ErrorClassification verdict = failure.classification();
        return verdict.remedy() == ErrorClassification.Remedy.DISCONNECT
                ? Uni.createFrom().item(new SessionEvent.Disconnected(session, verdict.reason()))
                : Uni.createFrom().failure(failure);
    }

    private static ApiException objection(Throwable failure) {
        if (!(failure instanceof GraphException answer)) {
            return ApiException.retryAfter(ErrorCode.SERVICE_UNAVAILABLE, NotSentException.PAUSE);
        }
        ErrorClassification verdict = answer.classification();
        return switch (verdict.code()) {
            case SESSION_DISCONNECTED -> dead(verdict.reason());
            case RATE_LIMIT_EXCEEDED, SERVICE_UNAVAILABLE -> ApiException.retryAfter(verdict.code(), wait(answer));
            default -> ApiException.of(ErrorCode.INVALID_REQUEST, PHONE_NUMBER_ID, "Meta does not show this number.");
        };
    }

    private static ApiException dead(String reason) {
        return switch (reason) {
            case GraphErrorTable.TOKEN_INVALID ->
                ApiException.of(
                        ErrorCode.INVALID_REQUEST, ACCESS_TOKEN, "Meta does not take this token, or no longer.");
            case GraphErrorTable.PERMISSION_MISSING ->
                ApiException.of(
                        ErrorCode.INVALID_REQUEST, ACCESS_TOKEN, "The token does not give access to this number.");
            case GraphErrorTable.NUMBER_NOT_READY ->
                ApiException.of(
                        ErrorCode.INVALID_REQUEST,
                        PHONE_NUMBER_ID,
                        "The number is not yet registered, verified or approved at Meta.");
            case GraphErrorTable.ACCOUNT_LOCKED ->
                ApiException.of(
                        ErrorCode.INVALID_REQUEST, PHONE_NUMBER_ID, "Meta has locked the account of this number.");
            default ->
                ApiException.of(ErrorCode.INVALID_REQUEST, PHONE_NUMBER_ID, "Meta has no such number for this token.");
        };
    }

    private static Duration wait(GraphException answer) {
        return answer.regain().isZero() ? NotSentException.PAUSE : answer.regain();
    }

    private static boolean isDead(PhoneNumber number) {
        return number.status() != null && DEAD_STATES.contains(number.status());
    }

    /** From the form in which people write it, such as {@code +1 555-555-5555}. */
    private static String digits(String shown) {
        String digits = shown == null ? "" : shown.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? null : digits;
    }
}
