package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.RecordFormat;

/** The record of a session's settings, which is written whole by each change. The numbers of its fields never change. */
final class SettingsFormat {
    private SettingsFormat() {}

    static byte[] write(LinkedSettings settings) {
        return RecordFormat.begin()
                .string(3, settings.deviceName())
                .string(4, settings.history())
                .string(5, settings.proxy())
                .toArray();
    }

    /** @throws MalformedException if it is no record of settings, or only later releases can read it */
    static LinkedSettings read(byte[] stored) {
        Fields fields = new Fields();
        RecordFormat.read(stored, fields::take);
        return new LinkedSettings(fields.deviceName, fields.history, fields.proxy);
    }

    private static final class Fields {
        private String deviceName;
        private String history;
        private String proxy;

        boolean take(int field, ProtoReader in) {
            switch (field) {
                case 3 -> deviceName = in.string();
                case 4 -> history = in.string();
                case 5 -> proxy = in.string();
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
