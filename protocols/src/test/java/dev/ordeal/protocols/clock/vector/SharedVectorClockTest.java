package dev.ordeal.protocols.clock.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Linearizability;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

class SharedVectorClockTest {
  /** A reader sees a stamp the writer published, whole, and no older one later; and nobody waits for anybody. */
  @Test
  void shouldBeLinearizableAndHoldNobodyUp() {
    Linearizability.check(Threads.class);
  }

  @Test
  void shouldCatchReadsThatMayBeTorn() {
    final LincheckAssertionError caught =
        assertThrows(LincheckAssertionError.class, () -> Linearizability.check(TornThreads.class));
    assertTrue(caught.getMessage().contains("Invalid execution results"), caught.getMessage());
  }

  @Test
  void shouldGoRoundItsSlots() {
    final SharedVectorClock clock = new SharedVectorClock(3, 1);
    final long[] stamp = new long[4];
    for (int i = 1; i <= 50; i++) {
      clock.observe(new long[] {9, i, 0, i - 1, 2L * i}, 2);
      clock.stamp(stamp, 1);
      assertArrayEquals(new long[] {0, 0, i, 2L * i}, stamp);
    }
    assertThrows(ClockException.class, () -> clock.observe(new long[] {0, 51, 0}, 0));
  }

  /** What Lincheck's threads do: one writes, all read. */
  public static final class Threads {
    private final SharedVectorClock clock = new SharedVectorClock(2, 0);

    /** A local event. */
    @Operation(nonParallelGroup = "writer")
    public void tick() {
      clock.tick();
    }

    /** A receipt. */
    @Operation(nonParallelGroup = "writer")
    public void observe(@Param(gen = LongGen.class, conf = "0:9") final long other) {
      clock.observe(new long[] {0, other}, 0);
    }

    /** A read. */
    @Operation
    public List<Long> stamp() {
      final long[] stamp = new long[2];
      clock.stamp(stamp, 0);
      return List.of(stamp[0], stamp[1]);
    }
  }

  /** The twin: entries written and read one by one, each of them atomic. */
  public static final class TornThreads {
    private final AtomicLongArray entries = new AtomicLongArray(2);

    /** A receipt. */
    @Operation(nonParallelGroup = "writer")
    public void observe(@Param(gen = LongGen.class, conf = "0:9") final long other) {
      entries.set(1, Math.max(entries.get(1), other));
      entries.incrementAndGet(0);
    }

    /** A read. */
    @Operation
    public List<Long> stamp() {
      return List.of(entries.get(0), entries.get(1));
    }
  }
}
