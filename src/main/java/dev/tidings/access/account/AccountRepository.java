package dev.tidings.access.account;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;

@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<Account, String> {

    /** The account, or null. */
    Uni<Account> byId(String id) {
        return findById(id);
    }

    /** The account, for a change: other changes of it wait. Null when there is no such account. */
    Uni<Account> findToChange(String id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<Account>> list(String afterId, int limit) {
        return (afterId == null ? find("order by id desc") : find("id < ?1 order by id desc", afterId))
                .page(Page.ofSize(limit))
                .list();
    }
}
