package dev.ordeal.protocols.clock.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Corbett et al. 2012, section 3 and section 4.1.2. */
class IntervalClockTest {
  private static final long EPSILON = 7;

  private final IntervalClock clock = new IntervalClock(EPSILON, 100);

  /** Table 1: now, after, before. */
  @Test
  void shouldSayBetweenWhichTimesItIs() {
    assertEquals(93, clock.earliestNs(100));
    assertEquals(107, clock.latestNs(100));
    assertFalse(clock.isPast(93, 100));
    assertTrue(clock.isPast(92, 100));
  }

  /**
   * Start: a stamp is no less than the latest time it can be. Commit wait: it is over when the stamp is surely past.
   */
  @Test
  void shouldWaitTwoEpsilonsForAStampJustTaken() {
    final long stamp = clock.tick(100);
    assertEquals(107, stamp);
    final long waitNs = clock.waitNs(stamp, 100);
    assertEquals(2 * EPSILON + 1, waitNs);
    assertFalse(clock.isPast(stamp, 100 + waitNs - 1));
    assertTrue(clock.isPast(stamp, 100 + waitNs));
    assertEquals(0, clock.waitNs(stamp, 500));
    assertEquals(Long.MAX_VALUE, clock.waitNs(Long.MAX_VALUE, -100));
  }

  @Test
  void shouldGiveNoStampTwiceWhateverTheWallClockDoes() {
    assertEquals(107, clock.tick(100));
    assertEquals(108, clock.tick(100));
    assertEquals(109, clock.tick(3));
    assertEquals(207, clock.tick(200));
  }

  @Test
  void shouldGoAboveStampsHandedOver() {
    clock.observe(150, 100);
    assertEquals(151, clock.tick(100));
    assertTrue(clock.accepts(207, 100));
    assertFalse(clock.accepts(208, 100));
    assertThrows(ClockException.class, () -> clock.observe(208, 100));
    assertEquals(151, clock.stamp());
    assertTrue(new IntervalClock(EPSILON, Long.MAX_VALUE).accepts(Long.MAX_VALUE, 100));
  }

  @Test
  void shouldRefuseToGoPastTheLastStamp() {
    clock.restore(Long.MAX_VALUE);
    assertThrows(ClockException.class, () -> clock.tick(100));
    assertThrows(IllegalArgumentException.class, () -> new IntervalClock(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new IntervalClock(0, -1));
  }

  @Test
  void shouldOrderIntervalsThatDoNotMeet() {
    assertEquals(Ordering.BEFORE, IntervalClock.compareIntervals(1, 3, 4, 6));
    assertEquals(Ordering.AFTER, IntervalClock.compareIntervals(4, 6, 1, 3));
    assertEquals(Ordering.CONCURRENT, IntervalClock.compareIntervals(1, 3, 3, 6));
    assertEquals(Ordering.BEFORE, IntervalClock.compare(3, 1, 3, 2));
  }

  @Test
  void shouldReadWhatItWrote() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
    assertEquals(8, IntervalClock.encode(-12, buffer, 0));
    assertEquals(-12, IntervalClock.decode(buffer, 0));
  }

  /** External consistency: a commit that ended before another began has the lower stamp, if epsilon is true. */
  @Test
  void shouldBeExternallyConsistentIfEpsilonHolds() {
    assertEquals(0, inversions(100, 100, true));
    assertTrue(inversions(100, 100, false) > 0, "without the wait it fails");
    assertTrue(inversions(100, 40, true) > 0, "with an epsilon that lies it fails");
  }

  /** Commits one after another on clocks wrong by up to {@code errorNs}, that claim to be wrong by {@code epsilon}. */
  private static int inversions(final long errorNs, final long epsilonNs, final boolean isWaiting) {
    final CounterRandom random = new CounterRandom(5);
    final IntervalClock[] clocks = new IntervalClock[3];
    Arrays.setAll(clocks, id -> new IntervalClock(epsilonNs, 0));
    long nowNs = 1_000_000;
    long previous = Long.MIN_VALUE;
    int inversions = 0;
    for (int commit = 0; commit < 2_000; commit++) {
      final int at = (int) random.nextLong(clocks.length);
      final long stamp = clocks[at].tick(nowNs + random.nextLong(-errorNs, errorNs));
      if (isWaiting) {
        while (!clocks[at].isPast(stamp, nowNs + random.nextLong(-errorNs, errorNs))) {
          nowNs++;
        }
      }
      inversions += stamp <= previous ? 1 : 0;
      previous = stamp;
      nowNs++;
    }
    return inversions;
  }
}
