package dev.tidings.access.auth;

/** Names what is called without a key, because whoever calls it proves another way who they are. Make it a bean. */
@FunctionalInterface
public interface PublicPaths {

    /** @param path normalised, starting with {@code /v1} */
    boolean includes(String path);
}
