package dev.tidings.platform.validation;

/**
 * A request body that knows its own rules. The reader of JSON bodies applies them; nothing else needs to be called.
 */
public interface Validated {

    /**
     * Declares the rules, field by field in the order of the schema.
     *
     * @param checks collects what is missing and what is wrong
     */
    void check(Violations checks);
}
