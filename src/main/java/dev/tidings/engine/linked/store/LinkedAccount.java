package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;

/**
 * The account that a device is linked to. Shows nobody's number.
 *
 * @param jid with the device
 * @param lid the same without a phone number; null if the server did not say
 * @param identity the signed device identity with the account's key, encoded, as peers get it
 * @param platform of the phone, such as {@code android}; null if the server did not say
 * @param businessName null for an account without one
 * @param lidMigrated whether the account writes to others by their LIDs
 */
public record LinkedAccount(
        Jid jid, Jid lid, Bytes identity, String platform, String businessName, boolean lidMigrated) {

    public LinkedAccount withLid(Jid changed) {
        return new LinkedAccount(jid, changed, identity, platform, businessName, lidMigrated);
    }

    public LinkedAccount migrated() {
        return new LinkedAccount(jid, lid, identity, platform, businessName, true);
    }

    @Override
    public String toString() {
        return "LinkedAccount";
    }
}
