package dev.tidings.platform.http.json;

import dev.tidings.platform.error.ApiException;
import java.util.Optional;

/** Knows a better answer to a JSON body that is too large than {@code invalid_request}. Make it a bean. */
@FunctionalInterface
public interface OversizeBody {

    /**
     * The answer; empty for types of bodies that it does not know.
     *
     * @param limit says how large a body may be: the start of a sentence, without its end
     */
    Optional<ApiException> refusal(Class<?> type, String limit);
}
