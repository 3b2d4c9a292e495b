package dev.ordeal.faultlab.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTransferTest {
  private static final class Counts {
    final int size = 3;
    final int[] words = new int[size];
    final boolean[][] flags = new boolean[2][2];
    long[] growing = {1};
    long total;
    Thread.State state = Thread.State.NEW;
  }

  private static final class Growing {
    final List<Integer> all = new ArrayList<>();
  }

  @Test
  void shouldCarryOverWhatChangesAndLeaveTheOriginalAlone() {
    final Counts from = new Counts();
    from.words[2] = 5;
    from.flags[1][0] = true;
    from.growing = new long[] {1, 2};
    from.total = 7;
    from.state = Thread.State.BLOCKED;
    final Counts to = new Counts();
    StateTransfer.carry(from, to);
    assertEquals(5, to.words[2]);
    assertTrue(to.flags[1][0]);
    assertEquals(7, to.total);
    assertEquals(Thread.State.BLOCKED, to.state);
    to.words[2] = 6;
    assertEquals(5, from.words[2]);
    assertEquals(2, to.growing[1]);
    to.growing[1] = 3;
    assertEquals(2, from.growing[1]);
  }

  @Test
  void shouldRefuseStateOfAKindItDoesNotKnow() {
    final Growing from = new Growing();
    from.all.add(1);
    final Growing to = new Growing();
    final String message =
        assertThrows(IllegalStateException.class, () -> StateTransfer.carry(from, to)).getMessage();
    assertEquals(List.of(), to.all);
    assertTrue(message.startsWith("a state of unknown kind: field="), message);
  }
}
