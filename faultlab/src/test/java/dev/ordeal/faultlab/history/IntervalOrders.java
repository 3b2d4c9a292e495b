package dev.ordeal.faultlab.history;

import java.util.ArrayList;
import java.util.List;

/**
 * All ways in which n operations can precede one another, each once up to renaming: the unlabelled interval orders.
 * Each has one shortest representation by intervals on 1…m in which every point is the left end of some interval and
 * the right end of some (Fishburn 1985, §2.3), and that is what is listed.
 */
final class IntervalOrders {
  private final int size;
  private final List<int[][]> found = new ArrayList<>();

  private IntervalOrders(final int size) {
    this.size = size;
  }

  /** For each order, its intervals {left, right}, ascending. */
  static List<int[][]> of(final int size) {
    final IntervalOrders orders = new IntervalOrders(size);
    for (int points = 1; points <= size; points++) {
      orders.extend(new int[size][], 0, points, 1, 1);
    }
    return orders.found;
  }

  private void extend(final int[][] chosen, final int count, final int points, final int left, final int right) {
    if (count == size) {
      if (isShortest(chosen, points)) {
        final int[][] copy = new int[size][];
        for (int i = 0; i < size; i++) {
          copy[i] = chosen[i].clone();
        }
        found.add(copy);
      }
      return;
    }
    for (int l = left; l <= points; l++) {
      for (int r = l == left ? Math.max(l, right) : l; r <= points; r++) {
        chosen[count] = new int[] {l, r};
        extend(chosen, count + 1, points, l, r);
      }
    }
  }

  private static boolean isShortest(final int[][] intervals, final int points) {
    final boolean[] lefts = new boolean[points + 1];
    final boolean[] rights = new boolean[points + 1];
    for (final int[] interval : intervals) {
      lefts[interval[0]] = true;
      rights[interval[1]] = true;
    }
    for (int point = 1; point <= points; point++) {
      if (!lefts[point] || !rights[point]) {
        return false;
      }
    }
    return true;
  }
}
