package dev.tidings.access.auth;

/** Names paths that need no API key, because their callers are identified in another way. Implemented by beans. */
@FunctionalInterface
public interface PublicPaths {

    /** @param path normalised, starting with {@code /v1} */
    boolean includes(String path);
}
