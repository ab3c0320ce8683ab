package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.protobuf.RecordFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The record of a device, of which everything is secret or somebody's. The numbers of its fields never change. */
final class DeviceFormat {
    private DeviceFormat() {}

    static byte[] write(LinkedDevice device) {
        DeviceKeys keys = device.keys();
        SignedPreKeys signed = keys.signedPreKeys();
        ProtoWriter out = RecordFormat.begin()
                .int32(3, keys.registrationId())
                .message(4, KeyFormat.write(keys.noise()))
                .message(5, KeyFormat.write(keys.identity()))
                .message(6, KeyFormat.write(signed.current()))
                .message(7, KeyFormat.write(signed.candidate()));
        signed.retired().forEach(key -> out.message(8, KeyFormat.write(key)));
        out.bytes(9, keys.advSecret());
        write(out, device.account());
        write(out, device.login());
        return out.raw(device.further()).toArray();
    }

    private static void write(ProtoWriter out, LinkedAccount account) {
        if (account != null) {
            out.bytes(10, account.identity())
                    .string(11, account.jid().text())
                    .string(12, account.lid() == null ? null : account.lid().text())
                    .string(13, account.platform())
                    .string(14, account.businessName())
                    .bool(15, account.lidMigrated());
        }
    }

    private static void write(ProtoWriter out, LoginState login) {
        Instant expiration = login.clientExpiration();
        out.int32(16, login.counter())
                .bool(17, login.serverHasPreKeys())
                .string(18, login.pushName())
                .bytes(19, login.routingInfo())
                .uint64(20, expiration == null ? null : expiration.getEpochSecond())
                .string(21, login.propsHash());
    }

    /**
     * A device without what stands in columns of its own.
     *
     * @throws MalformedException if it is no record of a device, or only later releases can read it
     */
    static LinkedDevice read(byte[] stored, String sessionId, long generation, LinkedDevice.Phase phase) {
        Fields fields = new Fields();
        Bytes further = RecordFormat.read(stored, fields::take);
        return new LinkedDevice(
                sessionId,
                generation,
                0,
                phase,
                fields.keys(),
                fields.account(),
                fields.login,
                LinkedSettings.NONE,
                PreKeyIds.FIRST,
                further);
    }

    /** What was read so far. */
    private static final class Fields {
        private int registrationId;
        private KeyPair noise;
        private KeyPair identity;
        private SignedPreKey current;
        private SignedPreKey candidate;
        private final List<SignedPreKey> retired = new ArrayList<>();
        private Bytes advSecret;
        private Bytes accountIdentity;
        private Jid jid;
        private Jid lid;
        private String platform;
        private String businessName;
        private boolean lidMigrated;
        private LoginState login = LoginState.NONE;

        boolean take(int field, ProtoReader in) {
            switch (field) {
                case 3 -> registrationId = in.int32();
                case 4 -> noise = KeyFormat.pair(in.message());
                case 5 -> identity = KeyFormat.pair(in.message());
                case 6 -> current = KeyFormat.signedPreKey(in.message());
                case 7 -> candidate = KeyFormat.signedPreKey(in.message());
                case 8 -> retired.add(KeyFormat.signedPreKey(in.message()));
                case 9 -> advSecret = in.bytes();
                default -> {
                    return takeAccount(field, in) || takeLogin(field, in);
                }
            }
            return true;
        }

        private boolean takeAccount(int field, ProtoReader in) {
            switch (field) {
                case 10 -> accountIdentity = in.bytes();
                case 11 -> jid = Jid.parse(in.string());
                case 12 -> lid = Jid.parse(in.string());
                case 13 -> platform = in.string();
                case 14 -> businessName = in.string();
                case 15 -> lidMigrated = in.bool();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean takeLogin(int field, ProtoReader in) {
            switch (field) {
                case 16 -> login = login.withCounter(in.int32());
                case 17 -> login = login.withServerHasPreKeys(in.bool());
                case 18 -> login = login.withPushName(in.string());
                case 19 -> login = login.withRoutingInfo(in.bytes());
                case 20 -> login = login.withClientExpiration(Instant.ofEpochSecond(in.uint64()));
                case 21 -> login = login.withPropsHash(in.string());
                default -> {
                    return false;
                }
            }
            return true;
        }

        private DeviceKeys keys() {
            return new DeviceKeys(
                    KeyFormat.require(noise),
                    KeyFormat.require(identity),
                    registrationId,
                    new SignedPreKeys(KeyFormat.require(current), candidate, retired),
                    advSecret);
        }

        private LinkedAccount account() {
            return jid == null
                    ? null
                    : new LinkedAccount(
                            jid, lid, KeyFormat.require(accountIdentity), platform, businessName, lidMigrated);
        }
    }
}
