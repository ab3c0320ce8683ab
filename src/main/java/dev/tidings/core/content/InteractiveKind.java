package dev.tidings.core.content;

import java.util.function.Function;

/** The kinds of interactive messages, and what the official API allows beside the part that makes each of them. */
public enum InteractiveKind {
    BUTTONS("buttons", InteractiveParts::buttons, Header.TEXT_OR_MEDIA, true),
    LIST("list", InteractiveParts::list, Header.TEXT, true),
    CTA_URL("ctaUrl", InteractiveParts::ctaUrl, Header.TEXT_OR_MEDIA, true),
    FLOW("flow", InteractiveParts::flow, Header.TEXT_OR_MEDIA, true),
    PRODUCT("product", InteractiveParts::product, Header.NONE, true),
    PRODUCT_LIST("productList", InteractiveParts::productList, Header.TEXT_REQUIRED, true),
    CATALOG("catalog", InteractiveParts::catalog, Header.NONE, true),
    LOCATION_REQUEST("locationRequest", InteractiveParts::locationRequest, Header.NONE, false),
    ADDRESS_REQUEST("addressRequest", InteractiveParts::addressRequest, Header.TEXT, true),
    CAROUSEL("cards", InteractiveParts::cards, Header.NONE, false),
    CALL_PERMISSION_REQUEST("callPermissionRequest", InteractiveParts::callPermissionRequest, Header.NONE, false),
    RAW("raw", InteractiveParts::raw, Header.NONE, false);

    private static final int LONG_BODY = 4096;
    private static final int BODY = 1024;

    private final String field;
    private final Function<InteractiveParts, Object> part;
    private final Header header;
    private final boolean footer;

    InteractiveKind(String field, Function<InteractiveParts, Object> part, Header header, boolean footer) {
        this.field = field;
        this.part = part;
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
        Object given = part.apply(message);
        return given != null && !Boolean.FALSE.equals(given);
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
