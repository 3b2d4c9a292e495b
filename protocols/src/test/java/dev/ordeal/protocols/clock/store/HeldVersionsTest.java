package dev.ordeal.protocols.clock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.version.VersionVector;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The run by which the authors of dotted version vectors compare approaches (Ricardo Gonçalves's account of them, the
 * section on clients' ids and servers' ids): v1 and v2 are written blindly through A, then v3 by who has read v1 alone.
 * v3 supersedes v1 and nothing else.
 */
class HeldVersionsTest {
  private static final int A = 0;
  private static final int B = 1;
  private static final List<VersionStoreSpec> ALL =
      List.of(
          new DottedVersionVectorSpec(),
          new ClientVersionVectorSpec(),
          new ReplicaVersionVectorSpec(),
          new MergedVersionVectorSpec());

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);

  @Test
  void shouldKeepWhatNobodyHasSeenWithDotsAndWithEntriesOfClients() {
    for (final VersionStoreSpec spec : List.of(new DottedVersionVectorSpec(), new ClientVersionVectorSpec())) {
      final HeldVersions a = authorsRun(spec);
      assertEquals(Set.of(2L, 3L), ids(a), spec.name());
      final HeldVersions b = spec.newVersions(B);
      assertTrue(sync(a, b));
      assertEquals(Set.of(2L, 3L), ids(b), spec.name());
      assertFalse(sync(a, b), "the second time");
      assertFalse(sync(b, a), "nothing comes back");
    }
  }

  /** Server ids, vectors kept separate: v3 bears {A=3}, above v2's {A=2}, so who holds v2 drops it for v3. */
  @Test
  void shouldLoseAVersionWithAVectorOfReplicasForEach() {
    final VersionStoreSpec spec = new ReplicaVersionVectorSpec();
    final HeldVersions a = spec.newVersions(A);
    final HeldVersions b = spec.newVersions(B);
    final VersionVector nothing = new VersionVector();
    a.write(0, nothing, 1);
    final VersionVector readV1 = a.context();
    a.write(1, nothing, 2);
    sync(a, b);
    assertEquals(Set.of(1L, 2L), ids(b), "they came together");
    a.write(2, readV1, 3);
    assertEquals(Set.of(2L, 3L), ids(a), "the context takes v1 away and no more");
    sync(a, b);
    assertEquals(Set.of(3L), ids(b), "v2 was seen by nobody");
    sync(b, a);
    assertEquals(Set.of(3L), ids(a), "and is gone");
  }

  /** Server ids, vectors merged: {A=2} is all that is known of v1 and v2, so v3 leaves both beside it. */
  @Test
  void shouldKeepTooManyWithOneVectorForAll() {
    final HeldVersions a = authorsRun(new MergedVersionVectorSpec());
    assertEquals(Set.of(1L, 2L, 3L), ids(a));
    a.write(0, a.context(), 4);
    assertEquals(Set.of(4L), ids(a), "who has read all takes all away");
  }

  @Test
  void shouldGoOnAboveEveryClockShownBeforeACrash() {
    for (final VersionStoreSpec spec : ALL) {
      final HeldVersions a = authorsRun(spec);
      final HeldVersions b = spec.newVersions(B);
      sync(a, b);
      b.write(3, b.context(), 4);
      sync(b, a);
      assertEquals(Set.of(4L), ids(a), spec.name());
      final HeldVersions restored = spec.newVersions(A);
      restored.sync(buffer, 0, a.encode(buffer, 0));
      restored.write(0, restored.context(), 5);
      sync(restored, b);
      assertEquals(Set.of(5L), ids(b), spec.name());
    }
  }

  @Test
  void shouldCountTheBytesOfClocks() {
    // A vector is its size (4 bytes) and 12 bytes an entry, a dot 12 bytes.
    assertEquals(12 + 4 + 12 + 4 + 12, authorsRun(new DottedVersionVectorSpec()).clockBytes());
    assertEquals(4 + 12 + 4 + 2 * 12, authorsRun(new ClientVersionVectorSpec()).clockBytes());
    assertEquals(4 + 12 + 4 + 12, authorsRun(new ReplicaVersionVectorSpec()).clockBytes());
    assertEquals(4 + 12, authorsRun(new MergedVersionVectorSpec()).clockBytes());
  }

  @Test
  void shouldRefuseWhatAreNoVersionsAndChangeNothing() {
    for (final VersionStoreSpec spec : ALL) {
      final HeldVersions a = authorsRun(spec);
      final HeldVersions b = spec.newVersions(B);
      b.write(3, b.context(), 9);
      final int length = a.encode(buffer, 0);
      for (int shorter = 0; shorter < length; shorter++) {
        final int cut = shorter;
        // Fewer ids behind one vector are versions, too.
        if (!(spec instanceof MergedVersionVectorSpec) || (length - cut) % Long.BYTES != 0) {
          assertThrows(ClockException.class, () -> b.sync(buffer, 0, cut), () -> spec.name() + " " + cut);
        }
      }
      assertThrows(ClockException.class, () -> b.sync(buffer, 0, length + 1));
      assertEquals(Set.of(9L), ids(b), spec.name());
    }
  }

  private HeldVersions authorsRun(final VersionStoreSpec spec) {
    final HeldVersions a = spec.newVersions(A);
    final VersionVector nothing = new VersionVector();
    a.write(0, nothing, 1);
    final VersionVector readV1 = a.context();
    a.write(1, nothing, 2);
    a.write(2, readV1, 3);
    return a;
  }

  private boolean sync(final HeldVersions from, final HeldVersions to) {
    return to.sync(buffer, 0, from.encode(buffer, 0));
  }

  private static Set<Long> ids(final HeldVersions versions) {
    final Set<Long> ids = new TreeSet<>();
    for (int i = 0; i < versions.size(); i++) {
      ids.add(versions.id(i));
    }
    return ids;
  }
}
