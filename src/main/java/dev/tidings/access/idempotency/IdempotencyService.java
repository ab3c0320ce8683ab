package dev.tidings.access.idempotency;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.error.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The end of keys: the answer that a repeated request gets, or none. See docs/adr/0025. */
@ApplicationScoped
public class IdempotencyService {
    private final IdempotencyRepository keys;
    private final AnswerCodec answers;

    IdempotencyService(IdempotencyRepository keys, AnswerCodec answers) {
        this.keys = keys;
        this.answers = answers;
    }

    /** Stores an answer within the Panache transaction that makes what it answers with. */
    public Uni<Void> keep(KeptAnswer answer) {
        return answer.key() == null ? Uni.createFrom().voidItem() : keys.keepInSession(answer);
    }

    /** Never fails: what was done is done, and a crash in this place must be survived anyway. */
    Uni<Void> keep(ClaimedKey key, int status, Object entity) {
        return guard(keys.answer(key, status, answers.write(key, entity)));
    }

    /** Keeps failures that came after the engine was asked; what changed nothing may be tried again. */
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
