package dev.ordeal.faultlab.experiment;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** "Did you mean": the known word nearest to one that is not known, if it is near. */
public final class Suggestion {
  private Suggestion() {}

  /** {@code ", did you mean loss?"}, or what is known if nothing is near. */
  public static String of(final String word, final Collection<String> known) {
    final String nearest = nearest(word, known);
    return nearest != null ? ", did you mean " + nearest + "?" : ", known=" + String.join(" ", known);
  }

  /** The known word nearest to the given one, at most a third of its letters away; null if there is none. */
  public static String nearest(final String word, final Collection<String> known) {
    final String lower = word.toLowerCase(Locale.ROOT).replace('_', '-');
    final int farthest = Math.max(1, (Math.max(lower.length(), 3) + 1) / 3);
    return known.stream()
        .filter(candidate -> distance(lower, candidate) <= farthest)
        .min(Comparator.comparingInt((String candidate) -> distance(lower, candidate)).thenComparing(c -> c))
        .orElseGet(() -> onlyPrefixed(lower, known));
  }

  private static String onlyPrefixed(final String word, final Collection<String> known) {
    if (word.length() < 3) {
      return null;
    }
    final var fitting = known.stream().filter(candidate -> candidate.startsWith(word)).toList();
    return fitting.size() == 1 ? fitting.get(0) : null;
  }

  /** Edits from one word to another: insert, delete, replace, swap neighbours (Damerau 1964). */
  static int distance(final String from, final String to) {
    final int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        final int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + replace);
        if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
