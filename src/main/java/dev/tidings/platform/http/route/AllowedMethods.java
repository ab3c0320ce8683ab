package dev.tidings.platform.http.route;

import java.util.SortedSet;
import java.util.TreeSet;

/** The methods that a path takes, which Quarkus REST knows but does not say in its 405. */
public final class AllowedMethods {
    private AllowedMethods() {}

    /**
     * Reads the routing table.
     *
     * @param path normalised, not decoded
     * @return in alphabetical order, with {@code HEAD} and {@code OPTIONS}; empty when there is no such path
     */
    public static SortedSet<String> of(String path) {
        SortedSet<String> methods = new TreeSet<>(RoutingTable.templates(path).keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }
}
