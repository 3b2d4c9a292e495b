package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.core.Property;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges {@link Property#ONE_LEADER_AT_A_TIME} and measures overlaps: the longest stretches of true time in which
 * two live
 * nodes or more lead. An overlap of length zero is none, and a gap of length zero ends none.
 */
final class OverlapChecker {
  private static final long NONE = -1;

  private final long toleranceNs;
  private final int[] leaders;
  private int leaderCount;
  private long overlapFromNs;
  private long overlapUntilNs = NONE;
  private int[] involved = {};
  private long totalNs;
  private long longestNs;
  private long overlapCount;
  private long violationCount;
  private long brokenAtNs;
  private long brokenForNs;
  private int[] brokenBy;

  OverlapChecker(final int clusterSize, final long toleranceNs) {
    this.leaders = new int[clusterSize];
    this.toleranceNs = toleranceNs;
  }

  /** A node that did not lead now does. */
  void onLead(final long timeNs, final int nodeId) {
    leaders[leaderCount++] = nodeId;
    if (leaderCount == 2 && overlapUntilNs != timeNs) {
      close();
      overlapFromNs = timeNs;
      involved = Arrays.copyOf(leaders, 2);
    } else if (leaderCount >= 2) {
      involve(nodeId);
    }
    if (leaderCount >= 2) {
      overlapUntilNs = NONE;
    }
  }

  /** A node that led no longer does. */
  void onStopLeading(final long timeNs, final int nodeId) {
    int at = 0;
    while (leaders[at] != nodeId) {
      at++;
    }
    leaders[at] = leaders[--leaderCount];
    if (leaderCount == 1) {
      overlapUntilNs = timeNs;
    }
  }

  void finish(final long endNs) {
    if (leaderCount >= 2) {
      overlapUntilNs = endNs;
    }
    close();
  }

  long totalNs() {
    return totalNs;
  }

  long longestNs() {
    return longestNs;
  }

  void report(final List<Violation> violations) {
    if (brokenBy == null) {
      return;
    }
    final List<Integer> nodes = IntStream.of(brokenBy).sorted().boxed().toList();
    final String names = nodes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    violations.add(
        new Violation(
            Property.ONE_LEADER_AT_A_TIME,
            brokenAtNs,
            nodes,
            "nodes %s led at once for %s from %s, tolerance %s; %d of %d overlaps were too long, the longest %s"
                .formatted(
                    names,
                    Seconds.of(brokenForNs),
                    Seconds.of(brokenAtNs - toleranceNs),
                    Seconds.of(toleranceNs),
                    violationCount,
                    overlapCount,
                    Seconds.of(longestNs))));
  }

  private void involve(final int nodeId) {
    if (Arrays.stream(involved).noneMatch(id -> id == nodeId)) {
      involved = Arrays.copyOf(involved, involved.length + 1);
      involved[involved.length - 1] = nodeId;
    }
  }

  /** Counts the overlap that is over, if there is one: the next began later, or the run is over. */
  private void close() {
    final long lengthNs = overlapUntilNs == NONE ? 0 : overlapUntilNs - overlapFromNs;
    overlapUntilNs = NONE;
    if (lengthNs == 0) {
      return;
    }
    overlapCount++;
    totalNs += lengthNs;
    longestNs = Math.max(longestNs, lengthNs);
    if (lengthNs > toleranceNs) {
      violationCount++;
      if (brokenBy == null) {
        brokenAtNs = overlapFromNs + toleranceNs;
        brokenForNs = lengthNs;
        brokenBy = involved;
      }
    }
  }
}
