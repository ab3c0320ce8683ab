package dev.tidings.platform.http.body;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;

/** The bytes of a request's body as they were received, for operations that check a signature over them. */
public final class RawBody {
    private final BufferedBody body;

    RawBody(BufferedBody body) {
        this.body = body;
    }

    /**
     * The bytes; none when there is no body.
     *
     * @throws ApiException {@code invalid_request} when there are more than so many
     */
    public byte[] upTo(int maxBytes) {
        if (body.tooLarge() || body.bytes().length() > maxBytes) {
            throw ApiException.because(
                    ErrorCode.INVALID_REQUEST, "The request body holds at most " + maxBytes + " bytes.");
        }
        return body.bytes().getBytes();
    }
}
