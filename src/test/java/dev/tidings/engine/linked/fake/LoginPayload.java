package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.protobuf.ProtoReader;

/**
 * Who connects, as the last part of the handshake says it. What was not there is null.
 *
 * @param username digits of the phone number
 * @param version three numbers with dots
 * @param registration of a device that is not linked yet
 */
public record LoginPayload(
        Long username,
        Boolean passive,
        Integer platform,
        String version,
        Integer webSubPlatform,
        Integer connectType,
        Integer connectReason,
        Integer device,
        RegistrationPayload registration,
        Integer loginCounter,
        Boolean pull,
        Boolean lidMigrated) {

    static LoginPayload read(byte[] message) {
        Reader reader = new Reader();
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            reader.take(in);
        }
        return new LoginPayload(
                reader.username,
                reader.passive,
                reader.platform,
                reader.version,
                reader.webSubPlatform,
                reader.connectType,
                reader.connectReason,
                reader.device,
                reader.registration,
                reader.loginCounter,
                reader.pull,
                reader.lidMigrated);
    }

    /** The third number of the version. */
    long revision() {
        return version == null ? -1 : Long.parseLong(version.substring(version.lastIndexOf('.') + 1));
    }

    private static final class Reader {
        private Long username;
        private Boolean passive;
        private Integer platform;
        private String version;
        private Integer webSubPlatform;
        private Integer connectType;
        private Integer connectReason;
        private Integer device;
        private RegistrationPayload registration;
        private Integer loginCounter;
        private Boolean pull;
        private Boolean lidMigrated;

        void take(ProtoReader in) {
            switch (in.field()) {
                case 1 -> username = in.uint64();
                case 3 -> passive = in.bool();
                case 5 -> userAgent(in.message());
                case 6 -> webInfo(in.message());
                case 12 -> connectType = in.int32();
                case 13 -> connectReason = in.int32();
                case 18 -> device = in.int32();
                case 19 -> registration = RegistrationPayload.read(in.message());
                case 24 -> loginCounter = in.int32();
                case 33 -> pull = in.bool();
                case 41 -> lidMigrated = in.bool();
                default -> {}
            }
        }

        private void userAgent(ProtoReader in) {
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> platform = in.int32();
                    case 2 -> version = version(in.message());
                    default -> {}
                }
            }
        }

        private void webInfo(ProtoReader in) {
            while (in.next()) {
                if (in.field() == 4) {
                    webSubPlatform = in.int32();
                }
            }
        }

        private static String version(ProtoReader in) {
            long[] numbers = new long[3];
            while (in.next()) {
                if (in.field() <= numbers.length) {
                    numbers[in.field() - 1] = in.uint32();
                }
            }
            return numbers[0] + "." + numbers[1] + "." + numbers[2];
        }
    }

    /**
     * The keys of a device that is to be linked, and how the phone shall show it.
     *
     * @param props encoded
     */
    public record RegistrationPayload(
            Bytes registrationId,
            Bytes keyType,
            Bytes identity,
            Bytes signedPreKeyId,
            Bytes signedPreKey,
            Bytes signature,
            Bytes buildHash,
            Bytes props) {

        static RegistrationPayload read(ProtoReader in) {
            Bytes[] fields = new Bytes[9];
            while (in.next()) {
                if (in.field() < fields.length) {
                    fields[in.field()] = in.bytes();
                }
            }
            return new RegistrationPayload(
                    fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8]);
        }

        /** What stands on the phone under "Linked devices". */
        public String deviceName() {
            String name = "";
            ProtoReader in = new ProtoReader(props);
            while (in.next()) {
                if (in.field() == 1) {
                    name = in.string();
                }
            }
            return name;
        }

        /** The number of the icon, which is also the kind of device in a passkey step. */
        public int platformType() {
            int type = 0;
            ProtoReader in = new ProtoReader(props);
            while (in.next()) {
                if (in.field() == 3) {
                    type = in.int32();
                }
            }
            return type;
        }

        /** Whether the device asks for all of the history. */
        public boolean fullHistory() {
            boolean full = false;
            ProtoReader in = new ProtoReader(props);
            while (in.next()) {
                if (in.field() == 4) {
                    full = in.bool();
                }
            }
            return full;
        }
    }
}
