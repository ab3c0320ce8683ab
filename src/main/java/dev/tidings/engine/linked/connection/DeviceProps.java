package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.protobuf.ProtoWriter;

/**
 * How the phone shows the device and what history it sends; said once, when the device is linked.
 *
 * @param name what stands under "Linked devices"; any text
 * @param os version of the operating system
 * @param platformType number of an icon: 1 is Chrome
 * @param wantsFullHistory all of it, not the last months alone
 */
public record DeviceProps(String name, Os os, int platformType, boolean wantsFullHistory) {
    public static final int CHROME = 1;

    /** The version of an operating system, three numbers. */
    public record Os(int primary, int secondary, int tertiary) {}

    private static final int STORAGE_QUOTA_MB = 10_240;
    /** Kinds of history that WhatsApp Web says it can take. */
    private static final int[] SUPPORTED = {4, 6, 7, 8, 9, 10, 11, 12, 14, 15};

    private static final int[] SUPPORTED_LATER = {21, 22};
    private static final int THUMBNAIL_DAYS_FIELD = 19;
    private static final int THUMBNAIL_DAYS = 60;

    /** A browser on a Mac, whatever its name: what WhatsApp Web says most often. */
    public static DeviceProps chrome(String name) {
        return chrome(name, false);
    }

    public static DeviceProps chrome(String name, boolean wantsFullHistory) {
        return new DeviceProps(name, new Os(10, 15, 7), CHROME, wantsFullHistory);
    }

    public byte[] encode() {
        return new ProtoWriter()
                .string(1, name)
                .message(
                        2,
                        new ProtoWriter()
                                .int32(1, os.primary())
                                .int32(2, os.secondary())
                                .int32(3, os.tertiary()))
                .int32(3, platformType)
                .bool(4, wantsFullHistory)
                .message(5, history())
                .toArray();
    }

    private ProtoWriter history() {
        ProtoWriter history = new ProtoWriter().int32(3, STORAGE_QUOTA_MB);
        for (int field : SUPPORTED) {
            history.bool(field, true);
        }
        history.int32(THUMBNAIL_DAYS_FIELD, THUMBNAIL_DAYS);
        for (int field : SUPPORTED_LATER) {
            history.bool(field, true);
        }
        return history;
    }
}
