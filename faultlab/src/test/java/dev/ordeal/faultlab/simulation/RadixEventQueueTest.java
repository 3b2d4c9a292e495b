package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ordeal.protocols.core.CounterRandom;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
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
    final int maxPending = spreadNs == 1_000_000 ? 30_000 : 500; // enough for buckets to hand on their arrays
    long sequence = 0;
    for (int round = 0; round < 200_000; round++) {
      if (reference.isEmpty() || (reference.size() < maxPending && random.nextLong(100) < (maxPending > 500 ? 60 : 51))) {
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
  void shouldKeepTheOrderAndTheMemoryWhenBucketsHandOnTheirArrays() {
    final int pending = 50_000;
    final RadixEventQueue queue = new RadixEventQueue();
    final CounterRandom random = new CounterRandom(3);
    for (int event = 0; event < pending; event++) {
      queue.schedule(random.nextLong(100_000_000), event);
    }
    final long grown = allocatedInRounds(queue, random, 1_000_000);
    final long later = allocatedInRounds(queue, random, 4_000_000);
    assertTrue(later < 4_000_000, "bytes in 4 million events after the first million: " + later + ", then: " + grown);
  }

  private static long allocatedInRounds(final RadixEventQueue queue, final CounterRandom random, final int rounds) {
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long before = threads.getCurrentThreadAllocatedBytes();
    final int size = queue.size();
    long lastNs = queue.polledTimeNs();
    for (int round = 0; round < rounds; round++) {
      assertTrue(queue.poll());
      assertTrue(queue.polledTimeNs() >= lastNs);
      lastNs = queue.polledTimeNs();
      queue.schedule(lastNs + random.nextLong(10_000_000, 100_000_000), queue.polledEvent());
    }
    assertEquals(size, queue.size());
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void shouldAnnounceMostEventsOfALongQueueBeforeTheyArePolled() {
    final int pending = 50_000;
    final Set<Long> announced = new HashSet<>();
    final RadixEventQueue queue = new RadixEventQueue(announced::add);
    final CounterRandom random = new CounterRandom(4);
    for (int event = 0; event < pending; event++) {
      queue.schedule(random.nextLong(100_000_000), event);
    }
    int inTime = 0;
    for (int round = 0; round < pending / 2; round++) {
      assertTrue(queue.poll());
      inTime += announced.contains(queue.polledEvent()) ? 1 : 0;
    }
    assertTrue(inTime > pending / 2 * 9 / 10, "announced in time: " + inTime);
    assertTrue(announced.size() < pending / 2 + 64, "announced long before: " + announced.size());
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
