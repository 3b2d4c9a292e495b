package dev.ordeal.protocols.clock.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Linearizability;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

class SharedHybridLogicalClockTest {
  /** Whatever wall times threads bring, late ones included: no stamp twice, none below one given or observed before. */
  @Test
  void shouldBeLinearizableAndHoldNobodyUp() {
    Linearizability.check(Threads.class);
  }

  @Test
  void shouldRefuseAStampTooFarAheadAndStayAsItWas() {
    final SharedHybridLogicalClock clock = new SharedHybridLogicalClock(10 * HybridLogicalClock.UNIT_NS);
    final long before = clock.tick(HybridLogicalClock.UNIT_NS);
    final long limit = HybridLogicalClock.pack(11 * HybridLogicalClock.UNIT_NS, 7);
    assertThrows(
        ClockException.class, () -> clock.observe(limit + HybridLogicalClock.UNIT_NS, HybridLogicalClock.UNIT_NS));
    assertEquals(before, clock.stamp());
    assertEquals(limit + 1, clock.observe(limit, HybridLogicalClock.UNIT_NS));
  }

  /** What Lincheck's threads do. */
  public static final class Threads {
    private final SharedHybridLogicalClock clock = new SharedHybridLogicalClock(Long.MAX_VALUE);

    /** A local event. */
    @Operation
    public long tick(@Param(gen = LongGen.class, conf = "0:3") final long wallUnits) {
      return clock.tick(wallUnits * HybridLogicalClock.UNIT_NS);
    }

    /** A receipt. */
    @Operation
    public long observe(
        @Param(gen = LongGen.class, conf = "0:3") final long stampUnits,
        @Param(gen = LongGen.class, conf = "0:3") final long wallUnits) {
      return clock.observe(
          HybridLogicalClock.pack(stampUnits * HybridLogicalClock.UNIT_NS, 2), wallUnits * HybridLogicalClock.UNIT_NS);
    }

    /** A look. */
    @Operation
    public long stamp() {
      return clock.stamp();
    }
  }
}
