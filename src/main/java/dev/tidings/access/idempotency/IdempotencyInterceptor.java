package dev.tidings.access.idempotency;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Makes the end of a key part of the operation: its answer is kept, or the key is free, before anybody is answered and also
 * when nobody is left to be answered. Lies within the interceptor that lets operations survive their client.
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

    /** What is refused at once fails like what is refused later. */
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
