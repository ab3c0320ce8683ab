package dev.tidings.access.auth;

/** Names paths that need no API key, because their callers prove in another way who they are. Implementations are beans. */
@FunctionalInterface
public interface PublicPaths {

    /** @param path normalised, starting with {@code /v1} */
    boolean includes(String path);
}
