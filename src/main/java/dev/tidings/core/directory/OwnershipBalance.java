package dev.tidings.core.directory;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who should own how many sessions, as of one look at all replicas.
 *
 * @param free sessions without a living owner
 * @param offered how many of them another replica left to this one
 */
record OwnershipBalance(String replicaId, List<Replica> live, long free, long offered) {
    /** Moves per second, of all replicas together. */
    static final int MOVES = 5;

    /** A replica gives sessions away until it is below this, so that none stays above 1.25 times the average. */
    private static final double MOST = 1.2;

    OwnershipBalance {
        live = List.copyOf(live);
    }

    /** How many of the sessions without an owner this replica takes before others had the time to. */
    int share() {
        long takers = live.stream().filter(replica -> !replica.draining()).count();
        return takers == 0
                ? 0
                : (int) Math.max((double) offered, Math.ceil((double) (owned() + free) / takers) - mine());
    }

    /** How many sessions this replica gives away in this second. */
    int moves() {
        boolean quiet = free == 0 && live.stream().noneMatch(Replica::draining);
        if (!quiet || !isOver(mine()) || target().isEmpty()) {
            return 0;
        }
        long givers =
                live.stream().filter(replica -> isOver(replica.sessions())).count();
        long perGiver = MOVES / givers;
        long surplus = (long) Math.ceil(mine() - MOST * average());
        return (int) Math.min(perGiver == 0 && isFirstGiver() ? 1 : perGiver, surplus);
    }

    /** The replica that has the fewest sessions, if it has room and fewer than the average. */
    Optional<Replica> target() {
        return live.stream()
                .filter(replica -> !replica.id().equals(replicaId))
                .filter(Replica::hasRoom)
                .filter(replica -> replica.sessions() + 1 <= Math.ceil(average()))
                .min(Comparator.comparingInt(Replica::sessions));
    }

    long owned() {
        return live.stream().mapToLong(Replica::sessions).sum();
    }

    int mine() {
        return live.stream()
                .filter(replica -> replica.id().equals(replicaId))
                .mapToInt(Replica::sessions)
                .sum();
    }

    /** One session above the average is no reason: with few sessions nothing would be better. */
    private boolean isOver(int sessions) {
        return sessions > MOST * average() && sessions > Math.ceil(average());
    }

    private boolean isFirstGiver() {
        return live.stream()
                .filter(replica -> isOver(replica.sessions()))
                .max(Comparator.comparingInt(Replica::sessions).thenComparing(Replica::id))
                .filter(replica -> replica.id().equals(replicaId))
                .isPresent();
    }

    private double average() {
        return live.isEmpty() ? 0 : (double) owned() / live.size();
    }
}
