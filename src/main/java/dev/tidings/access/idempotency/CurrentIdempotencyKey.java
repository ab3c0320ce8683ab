package dev.tidings.access.idempotency;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.function.Function;

/** The Idempotency-Key of the current request, once the filter has claimed it. */
@RequestScoped
public class CurrentIdempotencyKey {
    private static final String ATTRIBUTE = CurrentIdempotencyKey.class.getName();
    private static final String BEGUN = ATTRIBUTE + ".begun";

    private final CurrentVertxRequest request;
    private final AnswerCodec answers;

    CurrentIdempotencyKey(CurrentVertxRequest request, AnswerCodec answers) {
        this.request = request;
        this.answers = answers;
    }

    /** Null when the request has none. */
    public String get() {
        ClaimedKey claimed = claimed();
        return claimed == null ? null : claimed.key();
    }

    /**
     * The answer, for the code that makes something.
     *
     * @param body how a client sees what was made, in the envelope
     */
    public <T> FirstAnswer<T> answer(Function<T, ?> body) {
        ClaimedKey claimed = claimed();
        return claimed == null
                ? FirstAnswer.none()
                : made -> new KeptAnswer(
                        claimed.accountId(), claimed.key(), claimed.status(), answers.write(claimed, body.apply(made)));
    }

    void set(ClaimedKey claimed) {
        request.getCurrent().put(ATTRIBUTE, claimed);
    }

    /** The key, which the operation must end from now on; null when the request has none. */
    ClaimedKey begin() {
        request.getCurrent().put(BEGUN, true);
        return claimed();
    }

    /** The key of a request that was refused before its operation; null for none. */
    ClaimedKey unused() {
        RoutingContext ctx = request.getCurrent();
        return ctx.get(BEGUN) == null ? claimed() : null;
    }

    private ClaimedKey claimed() {
        return request.getCurrent().get(ATTRIBUTE);
    }
}
