package dev.tidings.core.media.api;

import dev.tidings.core.media.CarriesMedia;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.json.OversizeBody;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** A JSON body that is too large because of the file in it: the client can upload the file instead. */
@ApplicationScoped
class OversizeMediaBody implements OversizeBody {

    @Override
    public Optional<ApiException> refusal(Class<?> type, String limit) {
        return CarriesMedia.class.isAssignableFrom(type)
                ? Optional.of(ApiException.because(
                        ErrorCode.MEDIA_SIZE_EXCEEDED, limit + "; upload the file with POST /v1/media first."))
                : Optional.empty();
    }
}
