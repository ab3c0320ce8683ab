package dev.tidings.core.engine.command;

import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.content.MessageDetails.Failure;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.command.CommandRepository.Taken;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.error.ErrorDetails;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Arguments and results of commands as they are stored: JSON, sealed for the command that they belong to. */
@ApplicationScoped
class CommandCodec {
    private static final String FAILURE = "failure";

    private final SecretBox box;
    private final ContentCodec contents;

    CommandCodec(SecretBox box, ContentCodec contents) {
        this.box = box;
        this.contents = contents;
    }

    String seal(JsonObject json, String commandId) {
        return box.seal(json.encode(), context(commandId));
    }

    JsonObject open(String sealed, String commandId) {
        return new JsonObject(box.open(sealed, context(commandId)));
    }

    /** @throws IllegalStateException when it cannot be opened */
    EngineCommand command(Taken taken) {
        return new EngineCommand(
                taken.id(), taken.sessionId(), taken.engine(), taken.type(), open(taken.sealed(), taken.id()));
    }

    private static String context(String commandId) {
        return "engine_command " + commandId;
    }

    JsonObject message(OutboundMessage message) {
        return new JsonObject()
                .put("messageId", message.messageId())
                .put("to", message.to())
                .put("type", MessageType.of(message.content()).wireName())
                .put("content", contents.write(message.content()))
                .put("quoted", message.quotedEngineMessageId());
    }

    OutboundMessage message(String sessionId, JsonObject json) {
        return new OutboundMessage(
                sessionId,
                json.getString("messageId"),
                json.getString("to"),
                contents.read(json.getString("type"), json.getJsonObject("content")),
                json.getString("quoted"));
    }

    static JsonObject outcome(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            return new JsonObject()
                    .put("is", "accepted")
                    .put("engineMessageId", accepted.engineMessageId())
                    .put("at", accepted.at().toString())
                    .put("chatId", accepted.chatId());
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return reported("refused", refused.code(), refused.failure());
        }
        if (outcome instanceof SendOutcome.Deferred deferred) {
            return reported("deferred", deferred.code(), deferred.failure())
                    .put("retryAfter", deferred.retryAfter().toMillis())
                    .put("extent", deferred.extent().name());
        }
        return new JsonObject().put("is", "lost");
    }

    private static JsonObject reported(String is, ErrorCode code, Failure failure) {
        JsonObject json = new JsonObject().put("is", is).put("code", code.name());
        return failure == null
                ? json
                : json.put("engineCode", failure.engineCode())
                        .put("reason", failure.reason())
                        .put("reported", true);
    }

    static SendOutcome outcome(JsonObject json) {
        return switch (json.getString("is")) {
            case "accepted" ->
                new SendOutcome.Accepted(
                        json.getString("engineMessageId"),
                        Instant.parse(json.getString("at")),
                        json.getString("chatId"));
            case "refused" -> new SendOutcome.Refused(code(json), reported(json));
            case "deferred" ->
                new SendOutcome.Deferred(
                        code(json),
                        Duration.ofMillis(json.getLong("retryAfter")),
                        SendOutcome.Extent.valueOf(json.getString("extent")),
                        reported(json));
            default -> new SendOutcome.Lost();
        };
    }

    private static ErrorCode code(JsonObject json) {
        return ErrorCode.valueOf(json.getString("code"));
    }

    private static Failure reported(JsonObject json) {
        return json.getBoolean("reported", false)
                ? new Failure(json.getString("engineCode"), json.getString("reason"))
                : null;
    }

    static JsonObject code(PairingCode code) {
        return new JsonObject()
                .put("code", code.code())
                .put("expiresAt", code.expiresAt().toString());
    }

    static PairingCode pairingCode(JsonObject json) {
        return new PairingCode(json.getString("code"), Instant.parse(json.getString("expiresAt")));
    }

    static JsonObject passkey(PasskeyReply reply) {
        return new JsonObject().put("assertion", reply.assertion() == null ? null : new JsonObject(reply.assertion()));
    }

    static PasskeyReply passkey(JsonObject json) {
        JsonObject assertion = json.getJsonObject("assertion");
        return new PasskeyReply(assertion == null ? null : assertion.getMap());
    }

    static JsonObject lookup(NumberLookup lookup) {
        return new JsonObject().put("onWhatsApp", lookup.onWhatsApp()).put("chatId", lookup.chatId());
    }

    static NumberLookup lookup(JsonObject json) {
        return new NumberLookup(json.getBoolean("onWhatsApp"), json.getString("chatId"));
    }

    /** A failure of the call; what is no {@code ApiException} says nothing that another replica could use. */
    static JsonObject failure(Throwable failure) {
        JsonObject json = new JsonObject().put(FAILURE, true);
        if (failure instanceof ApiException known) {
            json.put("code", known.code().name());
            known.details()
                    .ifPresent(details -> json.put("field", details.field())
                            .put("reason", details.reason())
                            .put("engineCode", details.engineCode()));
            known.retryAfter().ifPresent(wait -> json.put("retryAfter", wait.toMillis()));
        }
        return json;
    }

    /** The result, unless it is a failure, which is thrown as the engine threw it. */
    static JsonObject requireSuccess(JsonObject json) {
        if (!json.getBoolean(FAILURE, false)) {
            return json;
        }
        if (!json.containsKey("code")) {
            throw new IllegalStateException("the engine failed on the replica that owns the session");
        }
        throw failure(json);
    }

    private static ApiException failure(JsonObject json) {
        ErrorDetails details =
                new ErrorDetails(json.getString("field"), json.getString("reason"), null, json.getString("engineCode"));
        boolean bare = details.field() == null && details.reason() == null && details.engineCode() == null;
        ApiException failure = bare
                ? ApiException.of(code(json))
                : ApiException.of(code(json), details.field(), details.reason())
                        .ofEngine(details.engineCode(), details.reason());
        return json.containsKey("retryAfter")
                ? failure.retryIn(Duration.ofMillis(json.getLong("retryAfter")))
                : failure;
    }
}
