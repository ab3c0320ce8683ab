package dev.tidings.engine.linked.codec;

/** Bytes that say what follows; those below {@link Dictionary#FIRST_PAGE} are words. */
final class Marks {
    static final int EMPTY = 0;
    static final int INTEROP_JID = 245;
    static final int MESSENGER_JID = 246;
    static final int DEVICE_JID = 247;
    static final int LIST_8 = 248;
    static final int LIST_16 = 249;
    static final int JID_PAIR = 250;
    static final int HEX_8 = 251;
    static final int BINARY_8 = 252;
    static final int BINARY_20 = 253;
    static final int BINARY_32 = 254;
    static final int NIBBLE_8 = 255;

    /** The kind of account in a {@link #DEVICE_JID}; what is none of these is an agent on s.whatsapp.net. */
    static final int DOMAIN_PHONE = 0;

    static final int DOMAIN_LID = 1;
    static final int DOMAIN_HOSTED = 128;
    static final int DOMAIN_HOSTED_LID = 129;

    private Marks() {}
}
