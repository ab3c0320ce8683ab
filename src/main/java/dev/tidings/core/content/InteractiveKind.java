package dev.tidings.core.content;

/** The kinds of interactive messages, and what the official API allows beside the part that makes each of them. */
public enum InteractiveKind {
    BUTTONS("buttons", Header.TEXT_OR_MEDIA, true),
    LIST("list", Header.TEXT, true),
    CTA_URL("ctaUrl", Header.TEXT_OR_MEDIA, true),
    FLOW("flow", Header.TEXT_OR_MEDIA, true),
    PRODUCT("product", Header.NONE, true),
    PRODUCT_LIST("productList", Header.TEXT_REQUIRED, true),
    CATALOG("catalog", Header.NONE, true),
    LOCATION_REQUEST("locationRequest", Header.NONE, false),
    ADDRESS_REQUEST("addressRequest", Header.TEXT, true),
    CAROUSEL("cards", Header.NONE, false),
    CALL_PERMISSION_REQUEST("callPermissionRequest", Header.NONE, false),
    RAW("raw", Header.NONE, false);

    private static final int LONG_BODY = 4096;
    private static final int BODY = 1024;

    private final String field;
    private final Header header;
    private final boolean footer;

    InteractiveKind(String field, Header header, boolean footer) {
        this.field = field;
        this.header = header;
        this.footer = footer;
    }

    private enum Header {
        NONE,
        TEXT,
        TEXT_REQUIRED,
        TEXT_OR_MEDIA
    }

    /** The name of its part in JSON. */
    public String field() {
        return field;
    }

    /** Whether its part is there; {@code false} is none. */
    boolean isIn(InteractiveParts message) {
        Object given = part(message);
        return given != null && !Boolean.FALSE.equals(given);
    }

    private Object part(InteractiveParts message) {
        return switch (this) {
            case BUTTONS -> message.buttons();
            case LIST -> message.list();
            case CTA_URL -> message.ctaUrl();
            case FLOW -> message.flow();
            case PRODUCT -> message.product();
            case PRODUCT_LIST -> message.productList();
            case CATALOG -> message.catalog();
            case LOCATION_REQUEST -> message.locationRequest();
            case ADDRESS_REQUEST -> message.addressRequest();
            case CAROUSEL -> message.cards();
            case CALL_PERMISSION_REQUEST -> message.callPermissionRequest();
            case RAW -> message.raw();
        };
    }

    public boolean takesHeader() {
        return header != Header.NONE;
    }

    public boolean needsHeader() {
        return header == Header.TEXT_REQUIRED;
    }

    public boolean takesHeaderMedia() {
        return header == Header.TEXT_OR_MEDIA;
    }

    public boolean takesFooter() {
        return footer;
    }

    public boolean needsBody() {
        return this != PRODUCT && this != CALL_PERMISSION_REQUEST && this != RAW;
    }

    /** In code points. */
    public int maxBody() {
        return this == LIST ? LONG_BODY : BODY;
    }
}
