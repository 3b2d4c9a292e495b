package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@link Property#FRESH_LEADER} (Ongaro, Ousterhout 2014, §5.4.1): of two logs the one with the later last
 * term is
 * more up to date, of two with the same last term the longer. Broken only if so many logs are known to be more up to
 * date
 * than the leader's that no majority is left; a log whose end was never indicated is held against nobody. O(n) each
 * time
 * a node comes to lead.
 */
final class FreshLeaderChecker {
  private final long[] lastTerm;
  private final long[] lastIndex;
  private final boolean[] isKnown;
  private long brokenCount;
  private Violation first;

  FreshLeaderChecker(final int clusterSize) {
    lastTerm = new long[clusterSize];
    lastIndex = new long[clusterSize];
    isKnown = new boolean[clusterSize];
  }

  void onLogEnd(final int nodeId, final long term, final long index) {
    lastTerm[nodeId] = term;
    lastIndex[nodeId] = index;
    isKnown[nodeId] = true;
  }

  void onLead(final long timeNs, final int nodeId, final long epoch) {
    if (!isKnown[nodeId]) {
      return;
    }
    int fresher = 0;
    for (int other = 0; other < isKnown.length; other++) {
      fresher += isFresher(other, nodeId) ? 1 : 0;
    }
    final int majority = isKnown.length / 2 + 1;
    if (isKnown.length - fresher >= majority) {
      return;
    }
    brokenCount++;
    if (first == null) {
      first = violation(timeNs, nodeId, epoch, fresher, majority);
    }
  }

  void report(final List<Violation> violations) {
    if (first != null) {
      violations.add(
          new Violation(
              first.property(),
              first.atNs(),
              first.nodes(),
              brokenCount == 1
                  ? first.explanation()
                  : "%s; %d stale leaders in this run".formatted(first.explanation(), brokenCount)));
    }
  }

  private boolean isFresher(final int nodeId, final int than) {
    return isKnown[nodeId]
        && (lastTerm[nodeId] > lastTerm[than]
            || (lastTerm[nodeId] == lastTerm[than] && lastIndex[nodeId] > lastIndex[than]));
  }

  private Violation violation(
      final long timeNs, final int nodeId, final long epoch, final int fresher, final int majority) {
    final List<Integer> nodes = new ArrayList<>();
    nodes.add(nodeId);
    for (int other = 0; other < isKnown.length; other++) {
      if (isFresher(other, nodeId)) {
        nodes.add(other);
      }
    }
    return new Violation(
        Property.FRESH_LEADER,
        timeNs,
        nodes,
        ("node %d led epoch %d with a log that ends at term %d, index %d; nodes %s are more"
            + " up to date, so only %d of %d are not, majority %d")
            .formatted(
                nodeId,
                epoch,
                lastTerm[nodeId],
                lastIndex[nodeId],
                nodes.subList(1, nodes.size()),
                isKnown.length - fresher,
                isKnown.length,
                majority));
  }
}
