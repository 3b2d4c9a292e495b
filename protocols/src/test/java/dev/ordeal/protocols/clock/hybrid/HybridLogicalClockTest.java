package dev.ordeal.protocols.clock.hybrid;

import static dev.ordeal.protocols.clock.hybrid.HybridLogicalClock.UNIT_NS;
import static dev.ordeal.protocols.clock.hybrid.HybridLogicalClock.counter;
import static dev.ordeal.protocols.clock.hybrid.HybridLogicalClock.pack;
import static dev.ordeal.protocols.clock.hybrid.HybridLogicalClock.wallNs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Computation;
import dev.ordeal.protocols.clock.Ordering;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class HybridLogicalClockTest {
  private static final long SECOND = 1_000_000_000;

  /** A whole number of units, in 2023. */
  private static final long NOW_NS = 1_700_000_000 * SECOND / UNIT_NS * UNIT_NS;

  private final HybridLogicalClock clock = new HybridLogicalClock(SECOND);

  @Test
  void shouldPackWallTimeAndCounterIntoOneWord() {
    final long stamp = pack(NOW_NS + 5, 7);
    assertEquals(NOW_NS, wallNs(stamp));
    assertEquals(7, counter(stamp));
    assertEquals(NOW_NS + 7, stamp);
    assertEquals(65_536, UNIT_NS);
    assertEquals(65_535, HybridLogicalClock.COUNTER_MAX);
  }

  @Test
  void shouldCountWhereTheWallClockStandsStill() {
    assertEquals(pack(NOW_NS, 0), clock.tick(NOW_NS));
    assertEquals(pack(NOW_NS, 1), clock.tick(NOW_NS + UNIT_NS - 1));
    assertEquals(pack(NOW_NS + UNIT_NS, 0), clock.tick(NOW_NS + UNIT_NS));
  }

  @Test
  void shouldStandAboveAWallClockThatStepsBack() {
    final long before = clock.tick(NOW_NS);
    long last = before;
    for (int i = 0; i < 1_000; i++) {
      final long next = clock.tick(NOW_NS - 3_600 * SECOND + i);
      assertTrue(next > last);
      last = next;
    }
    assertEquals(pack(NOW_NS, 1_000), last);
    assertEquals(pack(NOW_NS + UNIT_NS, 0), clock.tick(NOW_NS + UNIT_NS), "the wall clock has caught up");
  }

  /** The counter's 65,536 values last one unit; then the clock is a unit ahead and goes on, at 1 ns an event. */
  @Test
  void shouldCarryWhenTheCounterOverflows() {
    clock.tick(NOW_NS);
    long last = clock.stamp();
    for (int i = 1; i <= 3 * UNIT_NS; i++) {
      final long next = clock.tick(NOW_NS);
      assertEquals(last + 1, next);
      last = next;
    }
    assertEquals(pack(NOW_NS + 3 * UNIT_NS, 0), last);
  }

  @Test
  void shouldRefuseAStampTooFarAhead() {
    clock.tick(NOW_NS);
    final long limit = pack(NOW_NS + SECOND, 3);
    assertTrue(clock.accepts(limit, NOW_NS));
    assertFalse(clock.accepts(limit + UNIT_NS, NOW_NS));
    final ClockException refused =
        assertThrows(ClockException.class, () -> clock.observe(limit + UNIT_NS, NOW_NS));
    assertEquals(
        "hybrid stamp refused: stamp=%d, stampWallNs=%d, wallNs=%d, offsetNsMax=1000000000"
            .formatted(limit + UNIT_NS, wallNs(limit) + UNIT_NS, NOW_NS),
        refused.getMessage());
    assertEquals(pack(NOW_NS, 0), clock.stamp());
    assertEquals(limit + 1, clock.observe(limit, NOW_NS));
    assertThrows(ClockException.class, () -> clock.observe(-1, NOW_NS));
    assertThrows(IllegalArgumentException.class, () -> new HybridLogicalClock(-1));
  }

  @Test
  void shouldTakeAWallClockFromBefore1970ForNothing() {
    assertEquals(1, clock.tick(-5 * SECOND));
    assertEquals(2, clock.tick(Long.MIN_VALUE));
    assertTrue(clock.accepts(SECOND, Long.MIN_VALUE));
    assertFalse(clock.accepts(SECOND + UNIT_NS, Long.MIN_VALUE));
  }

  @Test
  void shouldRefuseToTickPastTheLastStamp() {
    clock.restore(HybridLogicalClock.STAMP_MAX - 1);
    assertEquals(HybridLogicalClock.STAMP_MAX, clock.tick(NOW_NS));
    assertThrows(ClockException.class, () -> clock.tick(NOW_NS));
    assertThrows(ClockException.class, () -> clock.observe(1, NOW_NS));
    final HybridLogicalClock other = new HybridLogicalClock(Long.MAX_VALUE);
    assertThrows(ClockException.class, () -> other.observe(HybridLogicalClock.STAMP_MAX, NOW_NS));
  }

  @Test
  void shouldNeverGoBackWhenRestored() {
    clock.restore(NOW_NS);
    clock.restore(5);
    assertEquals(NOW_NS + 1, clock.tick(0));
    assertThrows(ClockException.class, () -> clock.restore(-1));
  }

  @Test
  void shouldOrderByStampThenByProcess() {
    assertEquals(Ordering.BEFORE, HybridLogicalClock.compare(1, 9, 2, 0));
    assertEquals(Ordering.AFTER, HybridLogicalClock.compare(2, 1, 2, 0));
    assertEquals(Ordering.EQUAL, HybridLogicalClock.compare(2, 1, 2, 1));
  }

  @Test
  void shouldReadWhatItWrote() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);
    assertEquals(11, HybridLogicalClock.encode(pack(NOW_NS, 3), buffer, 3));
    assertEquals(pack(NOW_NS, 3), HybridLogicalClock.decode(buffer, 3));
    buffer.putByte(10, (byte) 0x80);
    assertThrows(ClockException.class, () -> HybridLogicalClock.decode(buffer, 3));
  }

  /**
   * The catalogue's bound, jumps included: with wall clocks wrong by at most E, no l is more than 2E ahead of the wall
   * clock it is beside; so a bound of 2E on received stamps refuses none.
   */
  @Test
  void shouldStayWithinTwiceTheErrorOfTheWallClock() {
    for (int seed = 0; seed < 100; seed++) {
      final Computation computation = Computation.random(seed, 2 + seed % 4, 200);
      final HybridLogicalClock[] clocks = new HybridLogicalClock[computation.processes()];
      Arrays.setAll(clocks, id -> new HybridLogicalClock(2 * Computation.ERROR_NS_MAX));
      final long[] stamps = new long[computation.events().size()];
      for (int i = 0; i < stamps.length; i++) {
        final Computation.Event event = computation.events().get(i);
        final HybridLogicalClock own = clocks[event.process()];
        stamps[i] = event.isReceipt() ? own.observe(stamps[event.sending()], event.wallNs()) : own.tick(event.wallNs());
        assertTrue(wallNs(stamps[i]) - event.wallNs() <= 2 * Computation.ERROR_NS_MAX);
        assertTrue(wallNs(stamps[i]) >= wallNs(event.wallNs()));
        assertTrue(counter(stamps[i]) < stamps.length);
      }
    }
  }
}
