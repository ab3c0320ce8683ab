package dev.tidings.platform.http.route;

/** A path as declared paths are compared with it. */
public final class RoutePath {
    private RoutePath() {}

    /**
     * Leaves out what JAX-RS does not mind: matrix parameters, and a slash at the end.
     *
     * @param path normalised, not decoded
     */
    public static String plain(String path) {
        String bare = path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*", "");
        return bare.length() > 1 && bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    }
}
