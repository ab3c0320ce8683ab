package dev.tidings.platform.http.route;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.ClientLeftException;
import dev.tidings.platform.async.WaitingClient;
import dev.tidings.platform.error.ApiException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Keeps an operation apart from its answer. Quarkus REST cancels the Uni of an operation when the connection closes, in the
 * middle of a transaction if need be; here it learns that its client has left instead (see {@link WaitingClient}).
 */
@SurvivesDisconnect
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class SurvivesDisconnectInterceptor {
    private static final Logger LOG = Logger.getLogger(SurvivesDisconnectInterceptor.class);

    private final CurrentVertxRequest request;

    @Inject
    SurvivesDisconnectInterceptor(CurrentVertxRequest request) {
        this.request = request;
    }

    @AroundInvoke
    Object run(InvocationContext operation) throws Exception {
        RoutingContext ctx = request.getCurrent();
        WaitingClient client = WaitingClient.begin();
        if (ctx.response().closed()) {
            client.leave();
        }
        Object answer = operation.proceed();
        return answer instanceof Uni<?> work ? detached(work, client, ctx) : answer;
    }

    private static <T> Uni<T> detached(Uni<T> work, WaitingClient client, RoutingContext ctx) {
        return Uni.createFrom().deferred(() -> {
            Runnable over = ConcurrencySlot.holdForOperation(ctx);
            Uni<T> noted = BackgroundTasks.awaited(work)
                    .onTermination()
                    .invoke(over)
                    .onFailure(failure -> client.hasLeft())
                    .invoke(failure -> note(failure, ctx));
            return BackgroundTasks.detached(noted, client::leave);
        });
    }

    /** Nobody else will say it. What broke off with the connection, such as an upload, says nothing new. */
    private static void note(Throwable failure, RoutingContext ctx) {
        boolean expected = failure instanceof ApiException
                || failure instanceof ClientLeftException
                || failure instanceof VertxException
                || failure instanceof IOException;
        LOG.logf(
                expected ? Logger.Level.DEBUG : Logger.Level.WARN,
                "Request %s failed after its client had left: %s",
                RequestId.of(ctx),
                failure);
    }
}
