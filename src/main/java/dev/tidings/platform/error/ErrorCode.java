package dev.tidings.platform.error;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The catalogue: every code that a client can meet, declared here and nowhere else. {@code GET /v1/errors}, the OpenAPI
 * document and the README table are made from it.
 */
public enum ErrorCode {
    // Authentication
    INVALID_API_KEY(
            401,
            false,
            "The API key is not valid.",
            "Check that the key is complete and that nobody revoked it; a revoked key never works again."),
    MISSING_API_KEY(
            401,
            false,
            "The request carries no API key.",
            "Send the header 'Authorization: Bearer <key>' with every request."),
    EXPIRED_API_KEY(401, false, "The API key has expired.", "Create a new key and use that one."),
    INSUFFICIENT_PERMISSIONS(
            403,
            false,
            "The API key lacks the permission for this operation.",
            "Use a key with the scope named in details.reason."),

    // Sessions
    SESSION_NOT_FOUND(404, false, "There is no such session.", "Check the session id; GET /v1/sessions lists yours."),
    SESSION_NOT_CONNECTED(
            400,
            false,
            "The session is not connected to WhatsApp.",
            "Scan the QR code of the session and wait until its status is 'connected'."),
    SESSION_LIMIT_REACHED(
            403,
            false,
            "The plan allows no further session.",
            "Delete a session that is no longer used, or change the plan."),
    QR_CODE_EXPIRED(
            400,
            false,
            "The QR code of the session has expired.",
            "Restart the session, or create a new one, to get a fresh QR code."),
    SESSION_DISCONNECTED(
            400,
            false,
            "The session has been disconnected from WhatsApp.",
            "Read its statusReason, mend what that names, then restart the session; after a logout a new QR code must be"
                    + " scanned."),

    // Messages
    INVALID_PHONE_NUMBER(
            400,
            false,
            "The phone number is not valid.",
            "Give the number in international format with its country code, such as 14155552671."),
    RECIPIENT_NOT_ON_WHATSAPP(
            400, false, "The recipient is not on WhatsApp.", "Check that this number has an active WhatsApp account."),
    MESSAGE_TOO_LONG(
            400,
            false,
            "The message is too long.",
            "Shorten it: a text holds at most 4096 characters, a caption 1024."),
    MEDIA_SIZE_EXCEEDED(
            400,
            false,
            "The media file is too large.",
            "Stay within 5 MB for images, 16 MB for video and audio, 100 MB for documents; upload large files with POST"
                    + " /v1/media."),
    INVALID_MEDIA_TYPE(
            400,
            false,
            "This type of media is not supported.",
            "Send an image, a video, an audio file or a document in a supported format."),
    MEDIA_URL_INACCESSIBLE(
            400,
            false,
            "The media URL cannot be fetched.",
            "Check that the file exists and that its URL is open to the public without a login."),
    MESSAGE_NOT_FOUND(404, false, "There is no such message.", "Check the message id; GET /v1/messages lists yours."),
    MESSAGE_SENDING_FAILED(
            500, true, "WhatsApp did not take the message.", "Check the status of the session, then send again later."),
    DAILY_MESSAGE_LIMIT_REACHED(
            403,
            false,
            "The plan allows no further message today.",
            "Wait for the reset at midnight UTC, or change the plan."),

    // Webhooks
    INVALID_WEBHOOK_URL(
            400, false, "The webhook URL is not valid.", "Use a well-formed public URL; production takes https only."),
    WEBHOOK_URL_UNREACHABLE(
            400,
            true,
            "The webhook URL cannot be reached.",
            "Check that the receiver runs, is reachable from here, and answers with a 2xx status."),
    WEBHOOK_RESPONSE_TIMEOUT(
            400,
            true,
            "The webhook receiver took too long to answer.",
            "Answer within 5 seconds: accept the event first, work on it afterwards."),
    INVALID_WEBHOOK_EVENT(
            400,
            false,
            "At least one webhook event is unknown.",
            "Use the supported event names, such as message.received or message.status."),

    // Rate limits
    RATE_LIMIT_EXCEEDED(
            429,
            true,
            "Too many requests.",
            "Wait as many seconds as the Retry-After header says, or change the plan."),
    CONCURRENT_REQUEST_LIMIT_EXCEEDED(
            429, true, "Too many requests at the same time.", "Send fewer requests in parallel."),

    // General
    INVALID_REQUEST(
            400,
            false,
            "The request is malformed or holds an invalid value.",
            "Compare the request with the API documentation; details name the field at fault."),
    MISSING_REQUIRED_PARAMETER(400, false, "A required parameter is missing.", "Add the field named in details.field."),
    INVALID_PARAMETER_TYPE(
            400,
            false,
            "A parameter has the wrong type.",
            "Send the field named in details.field with the type that details.reason names."),
    RESOURCE_NOT_FOUND(404, false, "There is no such resource.", "Check the path and the id."),
    METHOD_NOT_ALLOWED(
            405,
            false,
            "This path does not take this HTTP method.",
            "Use one of the methods that the Allow header lists."),
    INTERNAL_SERVER_ERROR(
            500,
            true,
            "Something went wrong on the server.",
            "Report it with the X-Request-Id of the answer if it happens again."),
    SERVICE_UNAVAILABLE(
            503,
            true,
            "The service cannot answer at the moment.",
            "Try again after as many seconds as the Retry-After header says."),

    // Beyond the reference document
    IDEMPOTENCY_KEY_IN_USE(
            409,
            true,
            "A request with this Idempotency-Key is still being processed.",
            "Wait a moment, then repeat the same request."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            false,
            "This Idempotency-Key came before with a different request.",
            "Use a new key for every new request."),
    SESSION_CONFLICT(
            409,
            false,
            "The operation does not fit the state of the session.",
            "Read the status of the session first; details.reason says which state is needed."),
    NOT_SUPPORTED_BY_ENGINE(
            422,
            false,
            "The engine of this session cannot do this.",
            "Use a session of an engine that can; details.reason names what is missing."),
    WEBHOOK_LIMIT_REACHED(
            403,
            false,
            "The plan allows no further webhook.",
            "Delete a webhook that is no longer used, or change the plan."),
    MEDIA_NOT_FOUND(
            404,
            false,
            "There is no such media file.",
            "Check the media id; uploaded files are kept for a limited time."),
    MESSAGE_CONFLICT(
            409,
            false,
            "The message is no longer queued.",
            "Only a queued message can be cancelled; read its status first."),
    CUSTOMER_WINDOW_CLOSED(
            422,
            false,
            "The recipient wrote more than 24 hours ago.",
            "Send a template message; free text is open again once the recipient writes."),
    MESSAGE_REJECTED(
            422,
            false,
            "WhatsApp has refused the message for good.",
            "Do not send it again; details.engineCode and details.reason are WhatsApp's own code and words for why.");

    private static final Map<String, ErrorCode> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::code, Function.identity()));

    private final int status;
    private final boolean retryable;
    private final String message;
    private final String hint;

    ErrorCode(int status, boolean retryable, String message, String hint) {
        this.status = status;
        this.retryable = retryable;
        this.message = message;
        this.hint = hint;
    }

    /** The wire name, such as {@code session_not_found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status that the code always comes with. */
    public int status() {
        return status;
    }

    /** Whether the same request may succeed later without a change by the client. */
    public boolean retryable() {
        return retryable;
    }

    /**
     * Whether the failure says nothing about the request itself, so that the same one, with the same Idempotency-Key, is processed
     * again.
     */
    public boolean mayBeRepeated() {
        return status == 401 || status == 403 || status == 429 || status == 503;
    }

    /** The default message, one sentence for people. */
    public String message() {
        return message;
    }

    /** What to do about it, in one line. */
    public String hint() {
        return hint;
    }

    /** The constant with this wire name, if any. */
    public static Optional<ErrorCode> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
