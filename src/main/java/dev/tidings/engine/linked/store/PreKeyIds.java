package dev.tidings.engine.linked.store;

/** The numbers of pre-keys: 1 to 2^24 - 1, then 1 again. */
final class PreKeyIds {
    static final int FIRST = 1;
    static final int LAST = 0xff_ffff;

    private PreKeyIds() {}

    static int after(int id) {
        return after(id, 1);
    }

    /** So many numbers after one; before it, if the count is negative. */
    static int after(int id, int count) {
        return Math.floorMod(id - FIRST + count, LAST) + FIRST;
    }
}
