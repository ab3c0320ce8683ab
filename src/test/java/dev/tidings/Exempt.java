package dev.tidings;

/** What a rule leaves out, by name: a name that is no more fails the rule, so that no exemption outlives its reason. */
final class Exempt {
    private Exempt() {}

    /** @return the name, of a class that exists */
    static String type(String name) {
        try {
            return Class.forName(name, false, Exempt.class.getClassLoader()).getName();
        } catch (ClassNotFoundException e) {
            throw new AssertionError("a rule leaves out " + name + ", which is no more", e);
        }
    }

    /** @return the pattern, of a package that exists and all below it */
    static String packages(String name) {
        if (Exempt.class.getClassLoader().getResource(name.replace('.', '/')) == null) {
            throw new AssertionError("a rule leaves out " + name + ", which is no more");
        }
        return name + "..";
    }
}
