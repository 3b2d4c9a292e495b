package dev.ordeal.faultlab.shrink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists that fail only if certain elements are together. */
class DeltaDebuggingTest {
  private static final List<Integer> ALL = IntStream.range(0, 100).boxed().toList();

  @Test
  void shouldFindExactlyTheElementsThatMatterTogether() {
    final CounterRandom random = new CounterRandom(5);
    for (int trial = 0; trial < 200; trial++) {
      final Set<Integer> needed = new TreeSet<>();
      for (int i = 0; i < trial % 7; i++) {
        needed.add((int) random.nextLong(ALL.size()));
      }
      assertEquals(List.copyOf(needed), DeltaDebugging.minimise(ALL, list -> list.containsAll(needed)));
    }
  }

  @Test
  void shouldLeaveNoElementThatCouldGo() {
    final Predicate<List<Integer>> threeOfAKind = list -> list.stream().filter(i -> i % 5 == 0).count() >= 3;
    final List<Integer> least = DeltaDebugging.minimise(ALL, threeOfAKind);
    assertTrue(threeOfAKind.test(least));
    for (final Integer left : least) {
      final List<Integer> without = new ArrayList<>(least);
      without.remove(left);
      assertTrue(!threeOfAKind.test(without));
    }
  }

  @Test
  void shouldTryFewListsWhenFewElementsMatter() {
    final List<Integer> all = IntStream.range(0, 1_000).boxed().toList();
    final int[] tried = {0};
    final List<Integer> least =
        DeltaDebugging.minimise(
            all,
            list -> {
              tried[0]++;
              return list.contains(17) && list.contains(803);
            });
    assertEquals(List.of(17, 803), least);
    assertTrue(tried[0] < 100, "tried " + tried[0]);
  }

  @Test
  void shouldGiveUpWhereTheBudgetEnds() {
    final int[] budget = {10};
    final List<Integer> least =
        DeltaDebugging.minimise(ALL, list -> budget[0]-- > 0 && list.contains(17) && list.contains(80));
    assertTrue(least.contains(17) && least.contains(80) && least.size() < ALL.size());
  }
}
