package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixEventQueueTest {
  private record Entry(long timeNs, long sequence) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 50, 1_000, 1_000_000, 90_000_000_000L, Long.MAX_VALUE / 4_000_000})
  void shouldAgreeWithPriorityQueueOnTimeAndSequence(final long spreadNs) {
    final RadixEventQueue queue = new RadixEventQueue();
    final PriorityQueue<Entry> reference =
        new PriorityQueue<>(Comparator.comparingLong(Entry::timeNs).thenComparingLong(Entry::sequence));
    final CounterRandom random = new CounterRandom(spreadNs);
    long sequence = 0;
    for (int round = 0; round < 200_000; round++) {
      if (reference.isEmpty() || (reference.size() < 500 && random.nextLong(100) < 51)) {
        final Entry entry = new Entry(queue.polledTimeNs() + random.nextLong(spreadNs), sequence++);
        queue.schedule(entry.timeNs, entry.sequence);
        reference.add(entry);
      } else {
        final Entry expected = reference.remove();
        assertTrue(queue.poll());
        assertEquals(expected.timeNs, queue.polledTimeNs());
        assertEquals(expected.sequence, queue.polledEvent());
      }
      assertEquals(reference.size(), queue.size());
    }
  }

  @Test
  void shouldBeEmptyAfterTheLastEvent() {
    final RadixEventQueue queue = new RadixEventQueue();
    assertFalse(queue.poll());
    queue.schedule(5, 1);
    assertTrue(queue.poll());
    assertFalse(queue.poll());
  }

  @Test
  void shouldRefuseAnEventInThePast() {
    final RadixEventQueue queue = new RadixEventQueue();
    queue.schedule(5, 1);
    queue.poll();
    final var refused = assertThrows(IllegalArgumentException.class, () -> queue.schedule(4, 1));
    assertEquals("event in the past: timeNs=4, min=5", refused.getMessage());
  }
}
