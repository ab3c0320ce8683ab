package dev.tidings.platform.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidings.core.media.CarriesMedia;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.body.StreamingOperation;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Operations whose only purpose is to fail in every way. */
@Path("/v1/probe")
@Produces("application/json")
public class ProbeResource {
    private static final Logger LOG = Logger.getLogger(ProbeResource.class);

    public enum Colour {
        @JsonProperty("light_red")
        LIGHT_RED,
        @JsonProperty("blue")
        BLUE
    }

    public record Hook(String url, List<String> events) implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("url", url)
                    .that("url", url, () -> url.startsWith("https:"), ErrorCode.INVALID_WEBHOOK_URL, "Must be https.");
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Text.class, name = "text"),
        @JsonSubTypes.Type(value = Spot.class, name = "spot")
    })
    public sealed interface Item extends Validated permits Text, Spot {}

    public record Text(String text) implements Item {
        @Override
        public void check(Violations checks) {
            checks.required("text", text).length("text", text, 1, 10, ErrorCode.MESSAGE_TOO_LONG);
        }
    }

    public record Spot(Double latitude) implements Item {
        @Override
        public void check(Violations checks) {
            checks.required("latitude", latitude).range("latitude", latitude, -90, 90);
        }
    }

    public record Thing(
            String name,
            Integer count,
            Long big,
            Double ratio,
            Boolean flag,
            Colour colour,
            Instant at,
            Hook webhook,
            List<Item> messages,
            List<String> tags,
            Map<String, String> headers,
            Integer bare)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.that("count", count, () -> count > 0, ErrorCode.INVALID_REQUEST, "Must be positive.")
                    .required("name", name)
                    .length("name", name, 1, 5)
                    .nested("webhook", webhook)
                    .each("messages", messages);
        }
    }

    public record Bare(int bare, boolean flag) {}

    public record Picture(String media) implements CarriesMedia {}

    @POST
    @Path("/things")
    @Consumes("application/json")
    public Uni<RestResponse<ApiResponse<Thing>>> create(Thing thing) {
        return Uni.createFrom().item(RestResponse.status(RestResponse.Status.CREATED, ApiResponse.of(thing)));
    }

    @GET
    @Path("/things")
    public Uni<ApiResponse<List<String>>> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        PageRequest request = PageRequest.of(IdKind.MESSAGE, limit, cursor);
        List<String> all = List.of("e", "d", "c", "b", "a");
        int from = request.afterId().map(id -> all.indexOf(id) + 1).orElse(0);
        List<String> rows = all.subList(from, Math.min(all.size(), from + request.fetch()));
        return Uni.createFrom().item(ApiResponse.page(Page.of(rows, request, id -> id)));
    }

    @DELETE
    @Path("/things/{id}")
    public Uni<ApiResponse<String>> delete(@PathParam("id") String id) {
        return Uni.createFrom().item(ApiResponse.of(id));
    }

    @POST
    @Path("/bare")
    @Consumes("application/json")
    public Uni<ApiResponse<Bare>> bare(Bare bare) {
        return Uni.createFrom().item(ApiResponse.of(bare));
    }

    @POST
    @Path("/pictures")
    @Consumes("application/json")
    public Uni<ApiResponse<Integer>> picture(Picture picture) {
        return Uni.createFrom().item(ApiResponse.of(picture.media().length()));
    }

    @POST
    @Path("/text")
    @Consumes("text/plain")
    public Uni<ApiResponse<String>> text(String text) {
        return Uni.createFrom().item(ApiResponse.of(text));
    }

    @POST
    @Path("/stream")
    @Consumes("*/*")
    public Uni<ApiResponse<Long>> stream(HttpServerRequest request) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicLong size = new AtomicLong();
            request.handler(part -> size.addAndGet(part.length()));
            request.exceptionHandler(emitter::fail);
            request.endHandler(end -> emitter.complete(ApiResponse.of(size.get())));
            StreamingOperation.begin(request);
            request.resume();
        });
    }

    @Singleton
    static class Streamed implements StreamingOperation {
        @Override
        public boolean streams(HttpMethod method, String path) {
            return method == HttpMethod.POST && path.equals("/v1/probe/stream");
        }
    }

    @GET
    @Path("/thread")
    public Uni<ApiResponse<Boolean>> thread() {
        LOG.info("on its way");
        return Uni.createFrom().item(ApiResponse.of(Context.isOnEventLoopThread()));
    }

    @POST
    @Path("/thread")
    public Uni<ApiResponse<Boolean>> threadWithBody(Thing thing) {
        return Uni.createFrom().item(ApiResponse.of(Context.isOnEventLoopThread()));
    }

    @GET
    @Path("/at")
    public Uni<ApiResponse<Instant>> at() {
        return Uni.createFrom().item(ApiResponse.of(Instant.parse("2026-01-31T09:30:00Z")));
    }

    @GET
    @Path("/number")
    public Uni<ApiResponse<Integer>> number(@QueryParam("n") int n) {
        return Uni.createFrom().item(ApiResponse.of(n));
    }

    @GET
    @Path("/fail/{how}")
    public Uni<ApiResponse<String>> fail(@PathParam("how") String how) {
        return Uni.createFrom().failure(failure(how));
    }

    @GET
    @Path("/throw/{how}")
    public Uni<ApiResponse<String>> raise(@PathParam("how") String how) throws Throwable {
        throw failure(how);
    }

    private static Throwable failure(String how) {
        return switch (how) {
            case "bug" -> new IllegalStateException("select secret from table");
            case "argument" -> new IllegalArgumentException("no");
            case "connect" -> new ConnectException("Connection refused: db:5432");
            case "wrapped" -> new CompletionException(new RuntimeException(new ConnectException("refused")));
            case "error" -> new StackOverflowError();
            case "limit" -> ApiException.retryAfter(ErrorCode.RATE_LIMIT_EXCEEDED, Duration.ofMillis(6_100));
            case "sending" ->
                ApiException.because(ErrorCode.MESSAGE_SENDING_FAILED, "no").forMessage("msg_1");
            case "gone" -> new jakarta.ws.rs.WebApplicationException(410);
            case "teapot" -> new jakarta.ws.rs.WebApplicationException(418);
            case "illegal" -> new jakarta.ws.rs.ServerErrorException(507);
            default ->
                how.startsWith("sql-")
                        ? new PgException("relation \"secret\" does not exist", "ERROR", how.substring(4), "detail")
                        : ErrorCode.find(how).map(ApiException::of).orElseThrow();
        };
    }
}
