package dev.tidings.core.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnershipBalanceTest {
    @Test
    void eachTakesItsShareOfWhatIsFree() {
        assertEquals(50, balance(0, 100, 0, 0).share());
        assertEquals(25, balance(0, 50, 75, 75).share());
        assertEquals(0, balance(0, 10, 60, 10).share());
        List<Replica> live = List.of(replica(0, 60, 1000, false), replica(1, 10, 1000, false));
        assertEquals(3, new OwnershipBalance("r0", live, 10, 3).share(), "what was left to it is its part");
    }

    @Test
    void bringsAReplicaThatJoinsToItsPartInSixtySeconds() {
        List<Integer> sessions = new ArrayList<>(List.of(200, 200, 0));
        for (int second = 0; second < 60; second++) {
            int moved = 0;
            List<Integer> before = List.copyOf(sessions);
            for (int giver = 0; giver < 3; giver++) {
                OwnershipBalance balance = balance(giver, 0, before.toArray(Integer[]::new));
                int moves = balance.moves();
                moved += moves;
                if (moves > 0) {
                    int target = number(balance.target().orElseThrow());
                    sessions.set(giver, sessions.get(giver) - moves);
                    sessions.set(target, sessions.get(target) + moves);
                }
            }
            assertTrue(moved <= OwnershipBalance.MOVES, "moves in a second: " + moved);
        }
        assertTrue(sessions.stream().allMatch(count -> count <= 1.25 * 400 / 3), sessions.toString());
    }

    @Test
    void leavesFewSessionsWhereTheyAre() {
        assertEquals(0, balance(0, 0, 2, 1).moves());
        assertEquals(0, balance(0, 0, 1, 0).moves());
        assertEquals(1, balance(0, 0, 2, 0).moves());
    }

    @Test
    void movesNothingWhileAReplicaEndsOrSessionsAreFree() {
        assertEquals(0, balance(0, 1, 100, 0).moves());
        Replica draining = replica(1, 0, 1000, true);
        List<Replica> live = List.of(replica(0, 100, 1000, false), draining, replica(2, 0, 1000, false));
        assertEquals(0, new OwnershipBalance("r0", live, 0, 0).moves());
    }

    @Test
    void movesNothingToAReplicaWithoutRoom() {
        List<Replica> live = List.of(replica(0, 100, 1000, false), replica(1, 10, 10, false));
        assertEquals(0, new OwnershipBalance("r0", live, 0, 0).moves());
    }

    private static OwnershipBalance balance(int self, long free, Integer... sessions) {
        List<Replica> live = new ArrayList<>();
        for (int i = 0; i < sessions.length; i++) {
            live.add(replica(i, sessions[i], 1000, false));
        }
        return new OwnershipBalance("r" + self, live, free, 0);
    }

    private static Replica replica(int number, int sessions, int most, boolean draining) {
        return new Replica("r" + number, "test", Instant.EPOCH, Instant.EPOCH, sessions, most, draining);
    }

    private static int number(Replica replica) {
        return Integer.parseInt(replica.id().substring(1));
    }
}
