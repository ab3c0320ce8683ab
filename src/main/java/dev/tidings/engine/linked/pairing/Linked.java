package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.codec.Jid;

/**
 * What the phone made of us.
 *
 * @param identity what proves to others that we belong to the account
 * @param device our own address, by the phone's number
 * @param lid the same by the account's hidden number; null if the server did not say
 * @param platform of the phone, such as {@code android}
 * @param businessName null for an ordinary account
 */
public record Linked(
        DeviceIdentity identity, int keyIndex, Jid device, Jid lid, String platform, String businessName) {}
