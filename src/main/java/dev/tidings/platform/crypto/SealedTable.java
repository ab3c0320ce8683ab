package dev.tidings.platform.crypto;

import io.smallrye.mutiny.Uni;

/**
 * A bean of the room that owns a table with sealed values that live long: it seals again what an older key sealed, so that the
 * key can be removed. {@link ResealJob} finds all of them.
 */
public interface SealedTable {
    /** What is sealed in it, for the log. */
    String holds();

    /**
     * Goes through some rows, in the order of their keys. A value that somebody changes meanwhile stays as he wrote it.
     *
     * @param after the key that the step before ended with; empty at first
     */
    Uni<Step> reseal(String after);

    /**
     * A part of the table.
     *
     * @param last the key that it ended with; null at the end of the table
     * @param resealed how many values were sealed again
     */
    record Step(String last, int resealed) {}
}
