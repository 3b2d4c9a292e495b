package dev.ordeal.protocols.clock.lamport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Linearizability;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

class SharedLamportClockTest {
  /** Linearizable means: no stamp twice, none below one given or observed before. */
  @Test
  void shouldBeLinearizableAndHoldNobodyUp() {
    Linearizability.check(Threads.class);
  }

  @Test
  void shouldCatchAMergeThatGetsThenSets() {
    final LincheckAssertionError caught =
        assertThrows(LincheckAssertionError.class, () -> Linearizability.check(GetThenSetThreads.class));
    assertTrue(caught.getMessage().contains("Invalid execution results"), caught.getMessage());
  }

  @Test
  void shouldRefuseAllTicksOnceUsedUp() {
    final SharedLamportClock clock = new SharedLamportClock();
    assertEquals(LamportClock.TIME_MAX, clock.observe(LamportClock.TIME_MAX - 1));
    for (int i = 0; i < 3; i++) {
      assertThrows(ClockException.class, clock::tick);
      assertThrows(ClockException.class, () -> clock.observe(1));
      assertEquals(LamportClock.TIME_MAX, clock.stamp());
    }
  }

  @Test
  void shouldRefuseAStampTooFarAhead() {
    final SharedLamportClock clock = new SharedLamportClock(1_000);
    clock.tick();
    assertThrows(ClockException.class, () -> clock.observe(1_002));
    assertThrows(ClockException.class, () -> clock.observe(-1));
    assertEquals(1, clock.stamp());
    assertEquals(1_002, clock.observe(1_001));
  }

  /** What Lincheck's threads do. */
  public static final class Threads {
    private final SharedLamportClock clock = new SharedLamportClock();

    /** A local event. */
    @Operation
    public long tick() {
      return clock.tick();
    }

    /** A receipt. */
    @Operation
    public long observe(@Param(gen = LongGen.class, conf = "0:9") final long stamp) {
      return clock.observe(stamp);
    }

    /** A look. */
    @Operation
    public long stamp() {
      return clock.stamp();
    }
  }

  /** The twin: a receipt reads the time and writes the new one, as if nothing could come between. */
  public static final class GetThenSetThreads {
    private final AtomicLong time = new AtomicLong();

    /** A local event, done right. */
    @Operation
    public long tick() {
      return time.incrementAndGet();
    }

    /** A receipt. */
    @Operation
    public long observe(@Param(gen = LongGen.class, conf = "0:9") final long stamp) {
      final long next = Math.max(time.get(), stamp) + 1;
      time.set(next);
      return next;
    }
  }
}
