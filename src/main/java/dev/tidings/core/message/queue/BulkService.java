package dev.tidings.core.message.queue;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Many messages at once, with their progress. */
@ApplicationScoped
public class BulkService {
    private final BulkRepository bulks;
    private final QueueService queue;
    private final Clock clock;

    BulkService(BulkRepository bulks, QueueService queue, Clock clock) {
        this.bulks = bulks;
        this.queue = queue;
        this.clock = clock;
    }

    public Uni<Bulk> create(Caller caller, String sessionId, List<NewMessage> messages) {
        return queue.enqueueBulk(caller, sessionId, messages).flatMap(id -> get(caller, id));
    }

    /** @throws ApiException {@code resource_not_found} */
    public Uni<Bulk> get(Caller caller, String id) {
        if (!IdKind.BULK.matches(id)) {
            throw ApiException.of(ErrorCode.RESOURCE_NOT_FOUND);
        }
        return bulks.find(caller.accountId(), id)
                .map(bulk -> bulk == null || !caller.sees(bulk.sessionId()) ? null : bulk)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND));
    }

    /** Cancels what has not been sent; cancelling twice does no harm. */
    public Uni<Bulk> cancel(Caller caller, String id) {
        return get(caller, id)
                .chain(() -> bulks.cancel(caller.accountId(), id, clock.instant()))
                .chain(() -> get(caller, id));
    }
}
