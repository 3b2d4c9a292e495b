package dev.ordeal.faultlab.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reduces a list to one of which no single element can be left out (Zeller, Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", 2002, algorithm <em>ddmin</em>). Tries O(k log n) lists when k of n elements matter
 * independently, O(n²) at worst.
 */
public final class DeltaDebugging {
  private DeltaDebugging() {}

  /**
   * Reduces a list that fails.
   *
   * @param stillFails whether a shorter list, in the same order, fails too; may say no when a budget is used up
   */
  public static <T> List<T> minimise(final List<T> failing, final Predicate<List<T>> stillFails) {
    if (failing.isEmpty() || stillFails.test(List.of())) {
      return List.of();
    }
    List<T> current = failing;
    int chunks = 2;
    while (current.size() >= 2) {
      final List<T> smaller = smaller(current, chunks, stillFails);
      if (smaller != null) {
        current = smaller;
        chunks = Math.min(current.size(), Math.max(2, chunks - 1));
      } else if (chunks < current.size()) {
        chunks = Math.min(current.size(), 2 * chunks);
      } else {
        break;
      }
    }
    return current;
  }

  /** One chunk alone that fails, or all but one chunk that do, or null. */
  private static <T> List<T> smaller(
      final List<T> current, final int chunks, final Predicate<List<T>> stillFails) {
    if (chunks == 2) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        final List<T> alone = current.subList(from(current, chunks, chunk), from(current, chunks, chunk + 1));
        if (stillFails.test(List.copyOf(alone))) {
          return List.copyOf(alone);
        }
      }
      return null;
    }
    for (int chunk = 0; chunk < chunks; chunk++) {
      final List<T> rest = new ArrayList<>(current.subList(0, from(current, chunks, chunk)));
      rest.addAll(current.subList(from(current, chunks, chunk + 1), current.size()));
      if (stillFails.test(List.copyOf(rest))) {
        return List.copyOf(rest);
      }
    }
    return null;
  }

  private static int from(final List<?> list, final int chunks, final int chunk) {
    return (int) ((long) list.size() * chunk / chunks);
  }
}
