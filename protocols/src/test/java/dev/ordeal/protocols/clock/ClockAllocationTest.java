package dev.ordeal.protocols.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import dev.ordeal.protocols.clock.hybrid.SharedHybridLogicalClock;
import dev.ordeal.protocols.clock.interval.IntervalClock;
import dev.ordeal.protocols.clock.lamport.LamportClock;
import dev.ordeal.protocols.clock.lamport.SharedLamportClock;
import dev.ordeal.protocols.clock.vector.SharedVectorClock;
import dev.ordeal.protocols.clock.vector.VectorClock;
import dev.ordeal.protocols.clock.version.VersionVector;
import dev.ordeal.protocols.core.StepAllocation;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Clocks of words and vectors allocate nothing once made, in any operation. Trees and dotted versions are new
 * objects.
 */
class ClockAllocationTest {
  private static final int PROCESSES = 16;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
  private final long[] stamp = new long[PROCESSES];
  private long sum;

  @Test
  void shouldAllocateNothingInALamportClock() {
    final LamportClock clock = new LamportClock();
    final SharedLamportClock shared = new SharedLamportClock();
    assertLean(
        i -> {
          sum += clock.tick() + clock.observe(2 * i) + shared.tick() + shared.observe(2 * i) + shared.stamp();
          LamportClock.encode(clock.stamp(), buffer, 0);
          sum += LamportClock.decode(buffer, 0) + LamportClock.compare(i, 1, sum, 2).ordinal();
        });
  }

  @Test
  void shouldAllocateNothingInAHybridClock() {
    final HybridLogicalClock clock = new HybridLogicalClock(Long.MAX_VALUE);
    final SharedHybridLogicalClock shared = new SharedHybridLogicalClock(Long.MAX_VALUE);
    assertLean(
        i -> {
          sum += clock.tick(70 * i) + clock.observe(80 * i, 70 * i);
          sum += shared.tick(70 * i) + shared.observe(80 * i, 70 * i) + shared.stamp();
          HybridLogicalClock.encode(clock.stamp(), buffer, 0);
          sum += HybridLogicalClock.decode(buffer, 0);
        });
  }

  @Test
  void shouldAllocateNothingInAnIntervalClock() {
    final IntervalClock clock = new IntervalClock(7, Long.MAX_VALUE);
    assertLean(
        i -> {
          sum += clock.tick(i) + clock.waitNs(clock.stamp(), i);
          clock.observe(i, i);
        });
  }

  @Test
  void shouldAllocateNothingInAVectorClock() {
    final VectorClock clock = new VectorClock(PROCESSES, 1);
    final SharedVectorClock shared = new SharedVectorClock(PROCESSES, 1);
    final long[] received = new long[PROCESSES];
    assertLean(
        i -> {
          received[2] = i;
          clock.tick();
          clock.observe(received);
          shared.tick();
          shared.observe(received, 0);
          shared.stamp(stamp, 0);
          final int end = clock.encode(buffer, 0);
          sum += end + VectorClock.decode(buffer, 0, stamp, 0, PROCESSES);
          sum += VectorClock.compare(stamp, received).ordinal();
        });
  }

  @Test
  void shouldAllocateNothingInAVersionVectorOfKnownReplicas() {
    final VersionVector vector = new VersionVector();
    final VersionVector other = new VersionVector();
    assertLean(
        i -> {
          sum += vector.tick((int) (i % 5)) + other.tick((int) (i % 7));
          vector.merge(other);
          sum += vector.compare(other).ordinal() + vector.encode(buffer, 0);
        });
  }

  private void assertLean(final StepAllocation.Work work) {
    assertEquals(0, StepAllocation.bytesOf(work));
    assertTrue(sum != 0 || stamp[0] == 0);
  }
}
