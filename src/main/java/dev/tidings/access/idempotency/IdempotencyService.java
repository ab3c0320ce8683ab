package dev.tidings.access.idempotency;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.error.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** How keys end: with the answer for a repeated request, or without one. See docs/adr/0025. */
@ApplicationScoped
public class IdempotencyService {
    private final IdempotencyRepository keys;
    private final AnswerCodec answers;

    IdempotencyService(IdempotencyRepository keys, AnswerCodec answers) {
        this.keys = keys;
        this.answers = answers;
    }

    /** Stores an answer within the Panache transaction of the change that it reports. */
    public Uni<Void> keep(KeptAnswer answer) {
        return answer.key() == null ? Uni.createFrom().voidItem() : keys.keepInSession(answer);
    }

    /** Never fails: the operation is done, and a crash at this point must be survived anyway. */
    Uni<Void> keep(ClaimedKey key, int status, Object entity) {
        return guard(keys.answer(key, status, answers.write(key, entity)));
    }

    /** Stores failures that happened after the engine was called; a request that changed nothing may be repeated. */
    Uni<Void> end(ClaimedKey key, Throwable failure) {
        return failure instanceof ApiException known && isWorthKeeping(known)
                ? keep(key, known.code().status(), known.body())
                : release(key);
    }

    Uni<Void> release(ClaimedKey key) {
        return guard(keys.release(key));
    }

    private static boolean isWorthKeeping(ApiException failure) {
        return !failure.code().mayBeRepeated()
                && failure.details().filter(it -> it.messageId() != null).isPresent();
    }

    private static Uni<Void> guard(Uni<Void> end) {
        return BackgroundTasks.guard("The end of idempotency keys", end);
    }
}
