package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The last part of the handshake: who connects. Always as WhatsApp Web: other platforms have to prove what they are. */
public final class ClientPayload {
    private static final int PLATFORM_WEB = 14;
    private static final int RELEASE = 0;
    private static final int WEB_BROWSER = 0;
    private static final int WIFI_UNKNOWN = 1;
    private static final int USER_ACTIVATED = 1;
    private static final byte[] KEY_TYPE = {5};

    private ClientPayload() {}

    /** For a device that is to be linked. */
    public static byte[] register(ClientVersion version, Registration registration, DeviceProps props) {
        ProtoWriter pairing = new ProtoWriter()
                .bytes(1, number(registration.registrationId(), 4))
                .bytes(2, KEY_TYPE)
                .bytes(3, registration.identity().raw())
                .bytes(4, number(registration.signedPreKeyId(), 3))
                .bytes(5, registration.signedPreKey().raw())
                .bytes(6, registration.signature())
                .bytes(7, version.buildHash())
                .bytes(8, props.encode());
        ProtoWriter payload = new ProtoWriter().bool(3, false);
        return common(payload, version).message(19, pairing).bool(33, false).toArray();
    }

    /**
     * For a device that is linked. It starts passive: nothing that was waiting is sent before it says that it is active.
     *
     * @param device our own address, with its device
     * @param logins how often the device logged in since it was linked
     */
    public static byte[] login(ClientVersion version, Jid device, int logins) {
        ProtoWriter payload = new ProtoWriter()
                .uint64(1, Long.parseUnsignedLong(device.user()))
                .bool(3, true);
        return common(payload, version)
                .int32(18, device.device())
                .int32(24, logins)
                .bool(33, true)
                .bool(41, true)
                .toArray();
    }

    private static ProtoWriter common(ProtoWriter payload, ClientVersion version) {
        return payload.message(5, userAgent(version))
                .message(6, new ProtoWriter().int32(4, WEB_BROWSER))
                .int32(12, WIFI_UNKNOWN)
                .int32(13, USER_ACTIVATED);
    }

    /** Also what says nothing is written, as WhatsApp Web does. */
    private static ProtoWriter userAgent(ClientVersion version) {
        ProtoWriter numbers = new ProtoWriter()
                .int32(1, version.primary())
                .int32(2, version.secondary())
                .int32(3, version.tertiary());
        return new ProtoWriter()
                .int32(1, PLATFORM_WEB)
                .message(2, numbers)
                .string(3, "000")
                .string(4, "000")
                .string(5, "0.1")
                .string(6, "")
                .string(7, "Desktop")
                .string(8, "0.1")
                .int32(10, RELEASE)
                .string(11, "en")
                .string(12, "US");
    }

    /** Highest byte first. */
    private static byte[] number(int value, int size) {
        return Arrays.copyOfRange(ByteBuffer.allocate(4).putInt(value).array(), 4 - size, 4);
    }
}
