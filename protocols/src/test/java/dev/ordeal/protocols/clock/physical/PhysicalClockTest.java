package dev.ordeal.protocols.clock.physical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.clock.Ordering;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PhysicalClockTest {
  @Test
  void shouldSayWhatTheWallClockSaysAndLearnNothing() {
    final PhysicalClock clock = new PhysicalClock();
    assertEquals(100, clock.tick(100));
    assertEquals(90, clock.observe(5_000, 90));
    assertEquals(90, clock.stamp());
  }

  @Test
  void shouldOrderByTimeThenByProcess() {
    assertEquals(Ordering.BEFORE, PhysicalClock.compare(-1, 9, 2, 0));
    assertEquals(Ordering.AFTER, PhysicalClock.compare(2, 1, 2, 0));
    assertEquals(Ordering.EQUAL, PhysicalClock.compare(2, 1, 2, 1));
  }

  @Test
  void shouldReadWhatItWrote() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[9]);
    assertEquals(9, PhysicalClock.encode(-7, buffer, 1));
    assertEquals(-7, PhysicalClock.decode(buffer, 1));
  }
}
