package dev.tidings.platform.http.api;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The error catalogue, for people and programs; needs no key. */
@SurvivesDisconnect
@Path("/v1/errors")
@Tag(name = "Errors", description = "The catalogue of error codes")
@Produces(MediaType.APPLICATION_JSON)
public class ErrorsResource {
    private static final List<Entry> CATALOGUE =
            Stream.of(ErrorCode.values()).map(Entry::of).toList();

    /**
     * One code of the catalogue.
     *
     * @param code the value of {@code error.code}
     * @param status the HTTP status it always comes with
     * @param message the value of {@code error.message}
     * @param retryable whether the same request may succeed later
     * @param hint what to do about it
     */
    @Schema(name = "ErrorCode")
    public record Entry(String code, int status, String message, boolean retryable, String hint) {
        static Entry of(ErrorCode code) {
            return new Entry(code.code(), code.status(), code.message(), code.retryable(), code.hint());
        }
    }

    /** Every code, in the order of the documentation. */
    @GET
    @Operation(summary = "List the error codes", description = "The whole catalogue. Public.")
    public Uni<ApiResponse<List<Entry>>> listErrors() {
        return Uni.createFrom().item(ApiResponse.of(CATALOGUE));
    }

    /** One code; {@code resource_not_found} for any other. */
    @GET
    @Path("/{code}")
    @FailsWith(ErrorCode.RESOURCE_NOT_FOUND)
    @Operation(summary = "Get an error code", description = "Public.")
    public Uni<ApiResponse<Entry>> getError(@PathParam("code") String code) {
        return Uni.createFrom()
                .item(() -> ErrorCode.find(code)
                        .map(found -> ApiResponse.of(Entry.of(found)))
                        .orElseThrow(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND)));
    }
}
