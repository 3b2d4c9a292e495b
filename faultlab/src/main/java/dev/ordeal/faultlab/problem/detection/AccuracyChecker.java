package dev.ordeal.faultlab.problem.detection;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.core.Property;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges {@link Property#STRONG_ACCURACY} and {@link Property#WEAK_ACCURACY}. Who came back less than the bound ago may
 * be suspected for what it was.
 */
final class AccuracyChecker {
  private static final long NEVER = -1;

  private final Pairs pairs;
  private final long graceNs;
  private final long[] firstSuspectedNs;
  private final FirstViolation strong = new FirstViolation(Property.STRONG_ACCURACY, "mistakes");

  AccuracyChecker(final Pairs pairs, final long graceNs) {
    this.pairs = pairs;
    this.graceNs = graceNs;
    firstSuspectedNs = new long[pairs.clusterSize()];
    Arrays.fill(firstSuspectedNs, NEVER);
  }

  /** A node comes to suspect another one; called before the pair changes. */
  void onSuspect(final long timeNs, final int node, final int watched) {
    final long upNs = timeNs - pairs.lifeSinceNs(watched);
    if (!pairs.isLive(watched) || (pairs.hasBeenDown(watched) && upNs < graceNs)) {
      return;
    }
    if (firstSuspectedNs[watched] == NEVER) {
      firstSuspectedNs[watched] = timeNs;
    }
    if (!strong.isEmpty()) {
      strong.addAnother();
      return;
    }
    strong.add(
        timeNs,
        List.of(node, watched),
        "node %d came to suspect node %d at %s, which had been up since %s"
            .formatted(node, watched, Seconds.of(timeNs), Seconds.of(pairs.lifeSinceNs(watched))));
  }

  void report(final List<Violation> violations) {
    strong.report(violations);
    final List<Integer> correct =
        IntStream.range(0, pairs.clusterSize())
            .filter(node -> pairs.isLive(node) && !pairs.hasBeenDown(node))
            .boxed()
            .toList();
    if (!correct.isEmpty() && correct.stream().allMatch(node -> firstSuspectedNs[node] != NEVER)) {
      final long brokenNs = correct.stream().mapToLong(node -> firstSuspectedNs[node]).max().getAsLong();
      violations.add(
          new Violation(
              Property.WEAK_ACCURACY,
              brokenNs,
              correct,
              "each of the %d nodes that never went down had been suspected by %s"
                  .formatted(correct.size(), Seconds.of(brokenNs))));
    }
  }
}
