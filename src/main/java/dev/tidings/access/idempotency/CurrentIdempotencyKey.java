package dev.tidings.access.idempotency;

import dev.tidings.platform.async.ClientLeftException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The Idempotency-Key of the current request, once the filter has claimed it. */
@RequestScoped
public class CurrentIdempotencyKey {
    private static final String ATTRIBUTE = CurrentIdempotencyKey.class.getName();
    private static final String TAKEN = ATTRIBUTE + ".taken";

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

    static void set(RoutingContext ctx, ClaimedKey claimed) {
        ctx.put(TAKEN, new AtomicBoolean()).put(ATTRIBUTE, claimed);
    }

    /**
     * The key, whose end is the operation's from now on; null when the request has none.
     *
     * @throws ClientLeftException when the client left before and its key was released: then the operation must not begin
     */
    ClaimedKey begin() {
        ClaimedKey claimed = claimed();
        if (claimed != null && !take(request.getCurrent())) {
            throw new ClientLeftException();
        }
        return claimed;
    }

    /** The key of a request whose operation has not begun and never will; null for none, and for all but the first to ask. */
    static ClaimedKey unused(RoutingContext ctx) {
        ClaimedKey claimed = ctx.get(ATTRIBUTE);
        return claimed != null && take(ctx) ? claimed : null;
    }

    private static boolean take(RoutingContext ctx) {
        AtomicBoolean taken = ctx.get(TAKEN);
        return taken.compareAndSet(false, true);
    }

    private ClaimedKey claimed() {
        return request.getCurrent().get(ATTRIBUTE);
    }
}
