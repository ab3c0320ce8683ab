package dev.tidings.access.idempotency;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Ends a key as part of the operation: its answer is stored, or the key is free, before the client gets the answer,
 * and also when the client is gone. Runs within the interceptor that lets operations outlive their client.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.APPLICATION + 1)
class IdempotencyInterceptor {
    private final CurrentIdempotencyKey current;
    private final IdempotencyService keys;

    @Inject
    IdempotencyInterceptor(CurrentIdempotencyKey current, IdempotencyService keys) {
        this.current = current;
        this.keys = keys;
    }

    @AroundInvoke
    Object run(InvocationContext operation) throws Exception {
        ClaimedKey key = current.begin();
        return key == null ? operation.proceed() : ended(key, answer(operation));
    }

    /** An immediate refusal fails in the same way as a later one. */
    private static Uni<?> answer(InvocationContext operation) {
        try {
            return (Uni<?>) operation.proceed();
        } catch (Exception refused) {
            return Uni.createFrom().failure(refused);
        }
    }

    private <T> Uni<T> ended(ClaimedKey key, Uni<T> operation) {
        return operation.onFailure().call(failure -> keys.end(key, failure)).call(answer -> keep(key, answer));
    }

    private Uni<Void> keep(ClaimedKey key, Object answer) {
        return answer instanceof RestResponse<?> response
                ? keys.keep(key, response.getStatus(), response.getEntity())
                : keys.keep(key, key.status(), answer);
    }
}
