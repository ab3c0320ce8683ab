package dev.tidings.access.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hashes of keys that were valid on this replica recently, so that clients that share an address with an abuser
 * keep working. Two generations of bounded size; when the older one is dropped, a key that is still in use is in the
 * younger one too.
 */
@ApplicationScoped
class RecentlyValidKeys {
    private static final int MOST = 10_000;

    private volatile Set<String> young = ConcurrentHashMap.newKeySet();
    private volatile Set<String> old = Set.of();

    boolean contain(String hashHex) {
        return young.contains(hashHex) || old.contains(hashHex);
    }

    void add(String hashHex) {
        Set<String> current = young;
        if (current.add(hashHex) && current.size() > MOST) {
            old = current;
            young = ConcurrentHashMap.newKeySet();
        }
    }
}
