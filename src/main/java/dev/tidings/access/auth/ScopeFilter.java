package dev.tidings.access.auth;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.FilterPriorities;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets an operation run only for a key that has its scope. */
class ScopeFilter {
    private final CurrentCaller caller;

    ScopeFilter(CurrentCaller caller) {
        this.caller = caller;
    }

    @ServerRequestFilter(priority = FilterPriorities.SCOPE)
    public void requireScope(ResourceInfo operation) {
        RequiresScope required = operation.getResourceMethod().getAnnotation(RequiresScope.class);
        if (required != null && !caller.get().has(required.value())) {
            throw ApiException.because(
                    ErrorCode.INSUFFICIENT_PERMISSIONS,
                    "needs the scope " + required.value().wireName());
        }
    }
}
