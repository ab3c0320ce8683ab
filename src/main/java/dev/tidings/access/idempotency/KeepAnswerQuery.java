package dev.tidings.access.idempotency;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** For transactions whose answer is known only after their other statements. */
public final class KeepAnswerQuery {
    private static final String KEEP = "SELECT keep_answer($1, $2, $3, $4)";

    private KeepAnswerQuery() {}

    public static Uni<Void> run(SqlConnection transaction, KeptAnswer answer) {
        return answer.key() == null
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(KEEP)
                        .execute(Tuple.of(answer.accountId(), answer.key(), answer.status(), answer.body()))
                        .replaceWithVoid();
    }
}
