package dev.tidings.support;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Meta's Graph API on loopback, as far as it is used here: it checks tokens, answers and fails in Meta's shapes, in any version,
 * and does wrong what a test wants done wrong.
 */
public final class FakeGraph implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/v\\d+\\.\\d+/(\\w+)(/messages|/media|/message_templates)?");
    private static final String FILES = "/files/";
    private static final AtomicLong IDS = new AtomicLong(100_000_000_000_000L);

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Number> numbers = new ConcurrentHashMap<>();
    private final Map<String, StoredFile> files = new ConcurrentHashMap<>();
    private final Map<String, List<JsonObject>> templates = new ConcurrentHashMap<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, String> renamed = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** A business's number: what it takes to send from it. */
    public record Number(String id, String token, String shown) {
        /** The id of the business account that it belongs to. */
        public String businessAccount() {
            return "88" + id;
        }

        public Map<String, Object> config(String appSecret, String verifyToken) {
            return Map.of(
                    "phoneNumberId", id, "accessToken", token, "appSecret", appSecret, "verifyToken", verifyToken);
        }
    }

    /** A request that came: of a multipart form, its fields. */
    public record Call(String method, String target, String phoneNumberId, JsonObject body) {}

    private record StoredFile(byte[] bytes, String mimeType) {}

    /**
     * What goes wrong.
     *
     * @param status of HTTP; 0 accepts the message and then hangs up without a word
     * @param body null for an answer that is as it should be
     * @param delay before the answer
     */
    public record Fault(int status, String body, Duration delay, Map<String, String> headers) {
        /** The shape of all of Meta's errors; the message says the code, as Meta's do. */
        public static Fault error(int status, int code, int subcode, String words, String details) {
            JsonObject error = new JsonObject()
                    .put("message", "(#" + code + ") " + words)
                    .put("type", "OAuthException")
                    .put("code", code);
            if (subcode != 0) {
                error.put("error_subcode", subcode);
            }
            error.put(
                    "error_data",
                    new JsonObject().put("messaging_product", "whatsapp").put("details", details));
            error.put("fbtrace_id", "Az8or2yhqkZfEZ-_4Qn_Bam");
            return new Fault(status, new JsonObject().put("error", error).encode(), Duration.ZERO, Map.of());
        }

        public static Fault code(int code) {
            return error(400, code, 0, "Something is wrong", "Something is wrong");
        }

        public static Fault losesAnswer() {
            return new Fault(0, null, Duration.ZERO, Map.of());
        }

        public static Fault slow(Duration delay) {
            return new Fault(200, null, delay, Map.of());
        }

        public Fault with(String header, String value) {
            return new Fault(status, body, delay, Map.of(header, value));
        }
    }

    private FakeGraph() {
        server = await(vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture());
    }

    public static FakeGraph start() {
        return new FakeGraph();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** A new number that can send. */
    public Number newNumber() {
        String id = nextId();
        String shown = "+1 555-" + id.substring(8, 11) + "-" + id.substring(11);
        Number number = new Number(id, "EAAJB" + nextId() + "token", shown);
        numbers.put(id, number);
        return number;
    }

    /** The same number with another token: the old one is dead. */
    public Number renewToken(Number number) {
        Number renewed = new Number(number.id(), "EAAJB" + nextId() + "token", number.shown());
        numbers.put(number.id(), renewed);
        return renewed;
    }

    /** All messages to the recipient, or all calls for the number, go wrong from now on. */
    public void failFor(String recipientOrNumber, Fault fault) {
        faults.put(recipientOrNumber, fault);
    }

    public void heal(String recipientOrNumber) {
        faults.remove(recipientOrNumber);
    }

    /** WhatsApp knows the recipient by another number than the one that is dialled. */
    public void rename(String recipient, String waId) {
        renamed.put(recipient, waId);
    }

    /** A file that somebody sent; returns its id. */
    public String keepFile(byte[] bytes, String mimeType) {
        String id = nextId();
        files.put(id, new StoredFile(bytes, mimeType));
        return id;
    }

    /** The templates of the number's business account. */
    public void keepTemplates(Number number, List<JsonObject> all) {
        templates.put(number.businessAccount(), List.copyOf(all));
    }

    /** A template as Meta shows it. */
    public static JsonObject template(String name, String language, String status, String category) {
        JsonObject body = new JsonObject().put("type", "BODY").put("text", "Hello {{1}}");
        return new JsonObject()
                .put("name", name)
                .put("parameter_format", "POSITIONAL")
                .put("components", new JsonArray().add(body))
                .put("language", language)
                .put("status", status)
                .put("category", category)
                .put("rejected_reason", "NONE")
                .put("quality_score", new JsonObject().put("score", "GREEN"))
                .put("id", nextId());
    }

    public byte[] file(String mediaId) {
        return files.get(mediaId).bytes();
    }

    public void dropFile(String mediaId) {
        files.remove(mediaId);
    }

    /** All that came for the number. */
    public List<Call> calls(Number number) {
        return calls.stream()
                .filter(call -> call.phoneNumberId().equals(number.id()))
                .toList();
    }

    /** The messages that came for the number, in their order, read marks aside. */
    public List<JsonObject> messages(Number number) {
        return calls(number).stream()
                .filter(call -> call.method().equals("POST") && call.target().endsWith("/messages"))
                .map(Call::body)
                .filter(body -> body.containsKey("type"))
                .toList();
    }

    public static String nextId() {
        return Long.toString(IDS.addAndGet(7));
    }

    private void handle(HttpServerRequest request) {
        if (request.path().startsWith(FILES)) {
            download(request);
            return;
        }
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            answer(request, Fault.error(400, 2500, 0, "Unknown path components", request.path()));
            return;
        }
        String id = path.group(1);
        String what = path.group(2) == null ? "" : path.group(2);
        if (what.equals("/media")) {
            request.setExpectMultipart(true);
            Buffer file = Buffer.buffer();
            request.uploadHandler(upload -> upload.handler(file::appendBuffer));
            request.endHandler(end -> upload(request, id, file));
        } else {
            request.body().onSuccess(body -> serve(request, id, what, body));
        }
    }

    private void serve(HttpServerRequest request, String id, String what, Buffer bytes) {
        JsonObject body = bytes.length() == 0 ? new JsonObject() : new JsonObject(bytes);
        calls.add(new Call(request.method().name(), request.uri(), id, body));
        if (files.containsKey(id)) {
            describe(request, id);
        } else if (what.equals("/message_templates") || templateOf(id).isPresent()) {
            showTemplates(request, id);
        } else if (isAllowed(request, id)) {
            String to = body.getString("to", body.getString("recipient", ""));
            Fault fault = faults.getOrDefault(id, faults.get(to.replace("+", "")));
            if (fault != null) {
                fail(request, fault, body);
            } else {
                answer(request, 200, health(request, id).orElseGet(() -> answerTo(id, what, body)), Map.of());
            }
        }
    }

    private Optional<JsonObject> health(HttpServerRequest request, String id) {
        JsonArray entities = new JsonArray()
                .add(new JsonObject().put("entity_type", "PHONE_NUMBER").put("id", id))
                .add(new JsonObject()
                        .put("entity_type", "WABA")
                        .put("id", numbers.get(id).businessAccount()))
                .add(new JsonObject().put("entity_type", "APP").put("id", "1"));
        return "health_status".equals(request.getParam("fields"))
                ? Optional.of(new JsonObject().put("health_status", new JsonObject().put("entities", entities)))
                : Optional.empty();
    }

    private Optional<JsonObject> templateOf(String id) {
        return templates.values().stream()
                .flatMap(List::stream)
                .filter(template -> template.getString("id").equals(id))
                .findFirst();
    }

    private void showTemplates(HttpServerRequest request, String id) {
        if (!hasKnownToken(request)) {
            return;
        }
        List<JsonObject> ofAccount = templates.get(id);
        if (faults.containsKey(id)) {
            answer(request, faults.get(id));
        } else if (templateOf(id).isPresent()) {
            answer(request, 200, templateOf(id).get(), Map.of());
        } else if (ofAccount == null) {
            answer(request, Fault.error(400, 100, 33, "Unsupported get request", "Object does not exist"));
        } else {
            answer(request, 200, page(request, ofAccount), Map.of());
        }
    }

    private static JsonObject page(HttpServerRequest request, List<JsonObject> all) {
        List<JsonObject> found = all.stream()
                .filter(template -> template.getString("name").contains(request.getParam("name", "")))
                .filter(template -> isAmong(request, "status", template))
                .filter(template -> isAmong(request, "language", template))
                .filter(template -> isAmong(request, "category", template))
                .toList();
        String after = request.getParam("after", "QVFI0ZD");
        int from = Integer.parseInt(after.substring(4, after.length() - 2));
        int to = Math.min(found.size(), from + Integer.parseInt(request.getParam("limit")));
        JsonObject paging = new JsonObject()
                .put("cursors", new JsonObject().put("before", after).put("after", "QVFI" + to + "ZD"));
        if (to < found.size()) {
            paging.put("next", "https://graph.facebook.com/next");
        }
        return new JsonObject()
                .put("data", new JsonArray(found.subList(from, to)))
                .put("paging", paging);
    }

    private static boolean isAmong(HttpServerRequest request, String filter, JsonObject template) {
        String wanted = request.getParam(filter);
        return wanted == null
                || (wanted.startsWith("[") ? new JsonArray(wanted) : new JsonArray().add(wanted))
                        .contains(template.getString(filter));
    }

    private void fail(HttpServerRequest request, Fault fault, JsonObject body) {
        long millis = fault.delay().toMillis();
        if (millis > 0) {
            Fault now = new Fault(fault.status(), fault.body(), Duration.ZERO, fault.headers());
            vertx.setTimer(millis, due -> fail(request, now, body));
        } else if (fault.status() == 0) {
            request.connection().close();
        } else if (fault.body() == null && fault.status() == 200) {
            answer(request, 200, answerTo("", "/messages", body), fault.headers());
        } else {
            answer(request, fault);
        }
    }

    private JsonObject answerTo(String id, String what, JsonObject body) {
        if (what.isEmpty()) {
            Number number = numbers.get(id);
            return new JsonObject()
                    .put("id", number.id())
                    .put("display_phone_number", number.shown())
                    .put("verified_name", "Acme")
                    .put("quality_rating", "GREEN")
                    .put("code_verification_status", "VERIFIED")
                    .put("throughput", new JsonObject().put("level", "STANDARD"))
                    .put("platform_type", "CLOUD_API");
        }
        if ("read".equals(body.getString("status"))) {
            return new JsonObject().put("success", true);
        }
        String to = body.getString("to", body.getString("recipient"));
        String digits = to.replace("+", "");
        return new JsonObject()
                .put("messaging_product", "whatsapp")
                .put(
                        "contacts",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("input", to)
                                        .put("wa_id", renamed.getOrDefault(digits, digits))))
                .put("messages", new JsonArray().add(new JsonObject().put("id", newMessageId())));
    }

    public static String newMessageId() {
        return "wamid.HBgL" + nextId() + "FQIAERgS";
    }

    private void upload(HttpServerRequest request, String id, Buffer file) {
        MultiMap form = request.formAttributes();
        JsonObject fields = new JsonObject();
        form.forEach(field -> fields.put(field.getKey(), field.getValue()));
        calls.add(new Call("POST", request.uri(), id, fields.put("size", file.length())));
        if (isAllowed(request, id)) {
            Fault fault = faults.get(id + "/media");
            if (fault != null) {
                answer(request, fault);
            } else {
                String mediaId = keepFile(file.getBytes(), form.get("type"));
                answer(request, 200, new JsonObject().put("id", mediaId), Map.of());
            }
        }
    }

    private void describe(HttpServerRequest request, String id) {
        StoredFile file = files.get(id);
        if (faults.containsKey(id)) {
            answer(request, faults.get(id));
        } else if (hasKnownToken(request)) {
            answer(
                    request,
                    200,
                    new JsonObject()
                            .put("messaging_product", "whatsapp")
                            .put("url", url() + FILES + id)
                            .put("mime_type", file.mimeType())
                            .put("file_size", Integer.toString(file.bytes().length))
                            .put("id", id),
                    Map.of());
        }
    }

    private void download(HttpServerRequest request) {
        StoredFile file = files.get(request.path().substring(FILES.length()));
        if (file == null) {
            request.response().setStatusCode(404).end();
        } else if (hasKnownToken(request)) {
            request.response().putHeader("Content-Type", file.mimeType()).end(Buffer.buffer(file.bytes()));
        }
    }

    private boolean isAllowed(HttpServerRequest request, String id) {
        Number number = numbers.get(id);
        if (number != null && !("Bearer " + number.token()).equals(request.getHeader("Authorization"))) {
            answer(request, Fault.error(401, 190, 0, "Invalid OAuth access token", "Cannot parse access token"));
            return false;
        }
        if (number == null && hasKnownToken(request)) {
            answer(request, Fault.error(400, 100, 33, "Unsupported get request", "Object does not exist"));
        }
        return number != null;
    }

    private boolean hasKnownToken(HttpServerRequest request) {
        String given = request.getHeader("Authorization");
        boolean known = numbers.values().stream().anyMatch(number -> ("Bearer " + number.token()).equals(given));
        if (!known) {
            answer(request, Fault.error(401, 190, 0, "Invalid OAuth access token", "Cannot parse access token"));
        }
        return known;
    }

    private static void answer(HttpServerRequest request, Fault fault) {
        fault.headers().forEach(request.response()::putHeader);
        request.response()
                .setStatusCode(fault.status())
                .putHeader("Content-Type", "application/json")
                .end(fault.body() == null ? "" : fault.body());
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body, Map<String, String> headers) {
        answer(request, new Fault(status, body.encode(), Duration.ZERO, headers));
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(java.util.concurrent.CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
