package dev.ordeal.protocols.clock.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SiblingsTest {
  private static final int A = 0;
  private static final int B = 1;

  /**
   * The run by which the authors explain dots (Preguiça, Baquero, Almeida, Fonte, Gonçalves; here as in Gonçalves's
   * description of the algorithm): v1 and v2 are written blindly through A and get the clocks ({}, (A,1)) and ({},
   * (A,2)); v3 is written by who has read v1 alone, gets ({(A,1)}, (A,3)), supersedes v1 and stands beside v2.
   */
  @Test
  void shouldAgreeWithTheAuthorsRun() {
    final Siblings<String> a = new Siblings<>(A);
    final VersionVector nothing = new VersionVector();
    assertEquals("0:1{}", a.update(nothing, "v1").clock().toString());
    final VersionVector readV1 = a.context();
    assertEquals("{0=1}", readV1.toString());
    assertEquals("0:2{}", a.update(nothing, "v2").clock().toString());
    assertEquals("0:3{0=1}", a.update(readV1, "v3").clock().toString());
    assertEquals(List.of("v2", "v3"), values(a));
  }

  /** The clocks of that run, compared: the paper's order is inclusion of causal histories. */
  @Test
  void shouldOrderByCausalHistories() {
    final DottedVersionVector v1 = new DottedVersionVector(A, 1, new VersionVector());
    final DottedVersionVector v2 = new DottedVersionVector(A, 2, new VersionVector());
    final DottedVersionVector v3 = new DottedVersionVector(A, 3, VersionVectorTest.of(A, 1));
    assertEquals(Ordering.CONCURRENT, v1.compare(v2));
    assertEquals(Ordering.BEFORE, v1.compare(v3));
    assertEquals(Ordering.CONCURRENT, v2.compare(v3));
    assertEquals(Ordering.AFTER, v3.compare(v1));
    assertEquals(Ordering.EQUAL, v3.compare(v3));
    // {a1, a2} as a dot without a gap, below {a1, a2, b1}.
    final DottedVersionVector v4 = new DottedVersionVector(A, 2, VersionVectorTest.of(A, 1));
    assertEquals(Ordering.BEFORE, v4.compare(new DottedVersionVector(B, 1, VersionVectorTest.of(A, 2))));
    assertEquals(Ordering.BEFORE, v4.compare(new DottedVersionVector(A, 3, VersionVectorTest.of(A, 2))));
  }

  @Test
  void shouldLeaveOneVersionToWhoHasReadAll() {
    final Siblings<String> a = new Siblings<>(A);
    final Siblings<String> b = new Siblings<>(B);
    for (int i = 0; i < 5; i++) {
      a.update(new VersionVector(), "a" + i);
      b.update(new VersionVector(), "b" + i);
    }
    a.sync(b);
    b.sync(a);
    assertEquals(10, a.versions().size());
    assertEquals(Set.copyOf(values(a)), Set.copyOf(values(b)));
    b.update(b.context(), "merged");
    a.sync(b);
    assertEquals(List.of("merged"), values(a));
  }

  /** A client that reads and writes back while others write blindly doubles nothing: siblings do not explode. */
  @Test
  void shouldNotKeepVersionsThatTheirWriterHasReplaced() {
    final Siblings<Integer> a = new Siblings<>(A);
    VersionVector readByOne = new VersionVector();
    VersionVector readByTwo = new VersionVector();
    for (int i = 0; i < 100; i++) {
      a.update(readByOne, i);
      readByOne = a.context();
      a.update(readByTwo, 1_000 + i);
      readByTwo = a.context();
      assertTrue(a.versions().size() <= 2);
    }
  }

  @Test
  void shouldRefuseAContextThatKnowsTheFuture() {
    final Siblings<String> a = new Siblings<>(A);
    a.update(new VersionVector(), "v1");
    assertThrows(ClockException.class, () -> a.update(VersionVectorTest.of(A, 2), "v2"));
    assertThrows(
        ClockException.class, () -> new DottedVersionVector(A, 2, VersionVectorTest.of(A, 2)), "a dot in its past");
    assertEquals(List.of("v1"), values(a));
  }

  @Test
  void shouldReadWhatItWrote() {
    final DottedVersionVector clock = new DottedVersionVector(B, 9, VersionVectorTest.of(A, 3, B, 5));
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    final int end = clock.encode(buffer, 1);
    assertEquals(clock.encodedLength(), end - 1);
    final DottedVersionVector read = DottedVersionVector.decode(buffer, 1, end - 1);
    assertEquals(clock, read);
    assertEquals(clock.hashCode(), read.hashCode());
    assertThrows(ClockException.class, () -> DottedVersionVector.decode(buffer, 1, end - 2));
    assertThrows(ClockException.class, () -> DottedVersionVector.decode(buffer, 1, 3));
  }

  /**
   * Against causal histories written out as sets: clients read, write what they may have read long ago, replicas
   * sync.
   */
  @Test
  void shouldKeepExactlyTheVersionsThatNobodyHasReplaced() {
    for (int seed = 0; seed < 60; seed++) {
      assertEquals(List.of(), differences(seed, Ours::new), "seed=" + seed);
    }
  }

  /** The twin folds the dot into the vector, as stores without dots do. Broken: no version is lost. */
  @Test
  void shouldCatchATwinThatDropsAConcurrentSibling() {
    int seed = 0;
    while (seed < 60 && differences(seed, Undotted::new).isEmpty()) {
      seed++;
    }
    assertTrue(seed < 60);
    assertTrue(differences(seed, Undotted::new).get(0).startsWith("version lost"));
  }

  /** A store under test. Versions are numbers. */
  private interface Store {
    VersionVector context();

    void update(VersionVector context, int value);

    void sync(Store other);

    Set<Integer> values();
  }

  private static final class Ours implements Store {
    private final Siblings<Integer> siblings;

    Ours(final int replicaId) {
      siblings = new Siblings<>(replicaId);
    }

    @Override
    public VersionVector context() {
      return siblings.context();
    }

    @Override
    public void update(final VersionVector context, final int value) {
      siblings.update(context, value);
    }

    @Override
    public void sync(final Store other) {
      siblings.sync(((Ours) other).siblings);
    }

    @Override
    public Set<Integer> values() {
      return Set.copyOf(SiblingsTest.values(siblings));
    }
  }

  /** A version vector a version, its entries counted by replicas: an update is above all that the replica has taken. */
  private static final class Undotted implements Store {
    private final int replicaId;
    private final Map<Integer, VersionVector> versions = new HashMap<>();
    private long last;

    Undotted(final int replicaId) {
      this.replicaId = replicaId;
    }

    @Override
    public VersionVector context() {
      final VersionVector context = new VersionVector();
      versions.values().forEach(context::merge);
      return context;
    }

    @Override
    public void update(final VersionVector context, final int value) {
      final VersionVector clock = context.copy();
      clock.raise(replicaId, ++last);
      add(value, clock);
    }

    @Override
    public void sync(final Store other) {
      Map.copyOf(((Undotted) other).versions).forEach(this::add);
      last = Math.max(last, context().counter(replicaId));
    }

    private void add(final int value, final VersionVector clock) {
      if (versions.values().stream().noneMatch(held -> held.includes(clock))) {
        versions.values().removeIf(held -> clock.includes(held));
        versions.put(value, clock);
      }
    }

    @Override
    public Set<Integer> values() {
      return Set.copyOf(versions.keySet());
    }
  }

  /** What a store holds that it should not, and the other way round, in a random run. */
  private static List<String> differences(final int seed, final IntFunction<Store> storeOf) {
    final int replicas = 3;
    final int clients = 4;
    final CounterRandom random = new CounterRandom(seed);
    final List<Store> stores = new ArrayList<>();
    final List<Map<Integer, Set<Integer>>> truths = new ArrayList<>();
    final VersionVector[] contexts = new VersionVector[clients];
    final List<Set<Integer>> read = new ArrayList<>();
    for (int id = 0; id < replicas; id++) {
      stores.add(storeOf.apply(id));
      truths.add(new HashMap<>());
    }
    for (int id = 0; id < clients; id++) {
      contexts[id] = new VersionVector();
      read.add(Set.of());
    }
    for (int step = 0; step < 120; step++) {
      final int replica = (int) random.nextLong(replicas);
      final int other = (int) random.nextLong(replicas);
      final int client = (int) random.nextLong(clients);
      final Map<Integer, Set<Integer>> truth = truths.get(replica);
      switch ((int) random.nextLong(3)) {
        case 0 -> {
          contexts[client] = stores.get(replica).context();
          final Set<Integer> all = new HashSet<>();
          truth.values().forEach(all::addAll);
          read.set(client, all);
        }
        case 1 -> {
          stores.get(replica).update(contexts[client], step);
          final Set<Integer> history = new HashSet<>(read.get(client));
          history.add(step);
          merge(truth, Map.of(step, history));
        }
        default -> {
          stores.get(replica).sync(stores.get(other));
          merge(truth, Map.copyOf(truths.get(other)));
        }
      }
      final List<String> found = compare(stores.get(replica).values(), truth.keySet());
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** Keeps the versions whose histories no other history includes. */
  private static void merge(final Map<Integer, Set<Integer>> truth, final Map<Integer, Set<Integer>> others) {
    final Map<Integer, Set<Integer>> all = new HashMap<>(truth);
    all.putAll(others);
    truth.clear();
    all.forEach(
        (version, history) -> {
          if (all.values().stream().noneMatch(h -> h != history && h.contains(version))) {
            truth.put(version, history);
          }
        });
  }

  private static List<String> compare(final Set<Integer> held, final Set<Integer> truth) {
    final List<String> found = new ArrayList<>();
    truth.stream().filter(version -> !held.contains(version)).forEach(v -> found.add("version lost: version=" + v));
    held.stream().filter(version -> !truth.contains(version)).forEach(v -> found.add("version kept: version=" + v));
    return found;
  }

  private static <V> List<V> values(final Siblings<V> siblings) {
    return siblings.versions().stream().map(Siblings.Version::value).toList();
  }
}
