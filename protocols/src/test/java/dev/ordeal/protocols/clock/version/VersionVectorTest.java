package dev.ordeal.protocols.clock.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.core.CounterRandom;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Parker et al. 1983: versions conflict if and only if neither vector dominates the other. */
class VersionVectorTest {
  @Test
  void shouldCountEachReplicasUpdates() {
    final VersionVector vector = of(7, 2, 3, 1);
    assertEquals(3, vector.tick(7));
    assertEquals(1, vector.tick(5));
    assertEquals("{3=1, 5=1, 7=3}", vector.toString());
    assertEquals(0, vector.counter(4));
    assertTrue(vector.includes(7, 3));
    assertFalse(vector.includes(7, 4));
  }

  @Test
  void shouldOrderByWhatIsIncluded() {
    assertEquals(Ordering.EQUAL, of(1, 2).compare(of(1, 2)));
    assertEquals(Ordering.BEFORE, of(1, 2).compare(of(1, 2, 4, 1)));
    assertEquals(Ordering.AFTER, of(1, 2).compare(of(1, 1)));
    assertEquals(Ordering.CONCURRENT, of(1, 2).compare(of(2, 1)));
    assertEquals(Ordering.BEFORE, new VersionVector().compare(of(9, 1)));
  }

  /** Copies of a file are updated at random and merged at random; the truth is which updates each copy has. */
  @Test
  void shouldDetectExactlyTheConflicts() {
    final CounterRandom random = new CounterRandom(3);
    final int copies = 5;
    final VersionVector[] vectors = new VersionVector[copies];
    final List<Set<Integer>> updates = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      vectors[i] = new VersionVector();
      updates.add(new HashSet<>());
    }
    for (int step = 0; step < 2_000; step++) {
      final int copy = (int) random.nextLong(copies);
      final int other = (int) random.nextLong(copies);
      if (random.nextLong(3) == 0) {
        vectors[copy].merge(vectors[other]);
        updates.get(copy).addAll(updates.get(other));
      } else {
        vectors[copy].tick(copy);
        updates.get(copy).add(step);
      }
      final Ordering truth =
          Ordering.of(
              updates.get(other).containsAll(updates.get(copy)), updates.get(copy).containsAll(updates.get(other)));
      assertEquals(truth, vectors[copy].compare(vectors[other]));
    }
  }

  @Test
  void shouldRefuseCountersThatMakeNoSense() {
    final VersionVector vector = of(1, Long.MAX_VALUE);
    assertThrows(ClockException.class, () -> vector.tick(1));
    assertThrows(ClockException.class, () -> vector.raise(1, -1));
    vector.raise(2, 0);
    assertEquals(1, vector.size());
  }

  @Test
  void shouldReadWhatItWrote() {
    final VersionVector vector = of(-4, 9, 2, 1, 70_000, Long.MAX_VALUE);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    final int end = vector.encode(buffer, 3);
    assertEquals(vector.encodedLength(), end - 3);
    final VersionVector read = VersionVector.decode(buffer, 3, end - 3);
    assertEquals(vector, read);
    assertEquals(vector.hashCode(), read.hashCode());
    assertNotEquals(vector, of(-4, 9));
    assertThrows(ClockException.class, () -> VersionVector.decode(buffer, 3, end - 4));
    assertThrows(ClockException.class, () -> VersionVector.decode(buffer, 3, 2));
    buffer.putInt(3 + 4 + 12, -4, ByteOrder.LITTLE_ENDIAN);
    assertThrows(ClockException.class, () -> VersionVector.decode(buffer, 3, end - 3), "a replica twice");
  }

  /** From replicas and counters in turn. */
  static VersionVector of(final long... entries) {
    final VersionVector vector = new VersionVector();
    for (int i = 0; i < entries.length; i += 2) {
      vector.raise((int) entries[i], entries[i + 1]);
    }
    return vector;
  }
}
