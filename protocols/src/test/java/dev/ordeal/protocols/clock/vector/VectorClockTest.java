package dev.ordeal.protocols.clock.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class VectorClockTest {
  @Test
  void shouldTickItsOwnEntryAndMergeTheOthers() {
    final VectorClock clock = new VectorClock(3, 1);
    clock.tick();
    clock.observe(new long[] {7, 0, 3});
    clock.observe(new long[] {5, 2, 4});
    assertArrayEquals(new long[] {7, 3, 4}, clock.stamp());
    assertEquals(3, clock.entry(1));
  }

  @Test
  void shouldOrderEntryByEntry() {
    assertEquals(Ordering.EQUAL, VectorClock.compare(new long[] {1, 2}, new long[] {1, 2}));
    assertEquals(Ordering.BEFORE, VectorClock.compare(new long[] {1, 2}, new long[] {1, 3}));
    assertEquals(Ordering.AFTER, VectorClock.compare(new long[] {2, 2}, new long[] {1, 2}));
    assertEquals(Ordering.CONCURRENT, VectorClock.compare(new long[] {1, 0}, new long[] {0, 1}));
    assertThrows(IllegalArgumentException.class, () -> VectorClock.compare(new long[1], new long[2]));
  }

  @Test
  void shouldRefuseAStampThatKnowsOfEventsItNeverHad() {
    final VectorClock clock = new VectorClock(2, 0);
    clock.tick();
    assertTrue(clock.accepts(new long[] {1, 9}, 0));
    assertFalse(clock.accepts(new long[] {2, 0}, 0));
    final ClockException refused = assertThrows(ClockException.class, () -> clock.observe(new long[] {2, 5}));
    assertEquals("vector stamp knows the future: process=0, entry=2, max=1", refused.getMessage());
    assertArrayEquals(new long[] {1, 0}, clock.stamp());
  }

  @Test
  void shouldGoOnFromWhatWasKept() {
    final VectorClock clock = new VectorClock(2, 0);
    clock.restore(new long[] {0, 4, 2}, 1);
    clock.tick();
    assertArrayEquals(new long[] {5, 2}, clock.stamp());
  }

  @Test
  void shouldRefuseToTickPastTheLastEvent() {
    final VectorClock clock = new VectorClock(2, 0);
    clock.restore(new long[] {Long.MAX_VALUE, 0}, 0);
    assertThrows(ClockException.class, clock::tick);
    assertThrows(ClockException.class, () -> clock.observe(new long[] {0, 1}));
    assertArrayEquals(new long[] {Long.MAX_VALUE, 0}, clock.stamp());
  }

  @Test
  void shouldRefuseNumbersThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new VectorClock(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new VectorClock(2, 2));
    assertThrows(IllegalArgumentException.class, () -> new VectorClock(2, -1));
  }

  @Test
  void shouldReadWhatItWrote() {
    final VectorClock clock = new VectorClock(3, 2);
    clock.observe(new long[] {Long.MAX_VALUE, 300, 0});
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    assertEquals(5 + VectorClock.encodedLength(3), clock.encode(buffer, 5));
    final long[] read = new long[4];
    VectorClock.decode(buffer, 5, read, 1, 3);
    assertArrayEquals(new long[] {0, Long.MAX_VALUE, 300, 1}, read);
    assertThrows(ClockException.class, () -> VectorClock.decode(buffer, 5, read, 0, 2));
    buffer.putLong(9, -1, ByteOrder.LITTLE_ENDIAN);
    assertThrows(ClockException.class, () -> VectorClock.decode(buffer, 5, read, 0, 3));
  }
}
