package dev.ordeal.faultlab.problem.detection;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Judges what is to hold from some time on: completeness, and eventual accuracy, weak and strong. Demands of a pair,
 * from its due time on, that the watched node is suspected exactly while it is down. Demands nothing if {@code graceNs}
 * is {@link FaultPlan#NEVER}.
 */
final class EventualChecker {
  private static final long NEVER = -1;

  private final Pairs pairs;
  private final long healNs;
  private final long graceNs;

  /** Whether the watched node was misjudged when it was due, since either of the two changed. */
  private final boolean[] hasFailed;

  /** When each node that is live was first misjudged when it was due. */
  private final long[] misjudgedNs;

  private final FirstViolation complete = new FirstViolation(Property.STRONG_COMPLETENESS, "lapses");
  private final FirstViolation weaklyComplete = new FirstViolation(Property.WEAK_COMPLETENESS, "nodes");
  private final FirstViolation accurate = new FirstViolation(Property.EVENTUAL_STRONG_ACCURACY, "mistakes");
  private final FirstViolation weaklyAccurate = new FirstViolation(Property.EVENTUAL_WEAK_ACCURACY, "times");

  EventualChecker(final Pairs pairs, final long healNs, final long graceNs) {
    this.pairs = pairs;
    this.healNs = healNs;
    this.graceNs = graceNs;
    hasFailed = new boolean[pairs.clusterSize() * pairs.clusterSize()];
    misjudgedNs = new long[pairs.clusterSize()];
    Arrays.fill(misjudgedNs, NEVER);
  }

  /** What a live node has held of another one it has held until now; called before the pair changes. */
  void onClose(final long timeNs, final int node, final int watched) {
    if (graceNs == FaultPlan.NEVER || pairs.suspects(node, watched) != pairs.isLive(watched)) {
      return;
    }
    final long dueNs = dueNs(node, watched);
    if (timeNs <= dueNs) {
      return;
    }
    final long fromNs = Math.max(dueNs, pairs.heldSinceNs(node, watched));
    hasFailed[pairs.index(node, watched)] = true;
    if (pairs.isLive(watched) && (misjudgedNs[watched] == NEVER || fromNs < misjudgedNs[watched])) {
      misjudgedNs[watched] = fromNs;
    }
    final FirstViolation lapse = pairs.isLive(watched) ? accurate : complete;
    if (!lapse.isEmpty()) {
      lapse.addAnother();
      return;
    }
    lapse.add(
        fromNs,
        List.of(node, watched),
        "node %d %s node %d, which had been %s since %s, from %s to %s; demanded by %s"
            .formatted(
                node,
                pairs.isLive(watched) ? "suspected" : "did not suspect",
                watched,
                pairs.isLive(watched) ? "up" : "down",
                Seconds.of(pairs.lifeSinceNs(watched)),
                Seconds.of(fromNs),
                Seconds.of(timeNs),
                Seconds.of(dueNs)));
  }

  /** A node starts or crashes; called after all its pairs have been closed, and before it does. */
  void onLife(final long timeNs, final int watched) {
    judgeWeakCompleteness(timeNs, watched);
    misjudgedNs[watched] = NEVER;
    for (int other = 0; other < pairs.clusterSize(); other++) {
      hasFailed[pairs.index(other, watched)] = false;
      hasFailed[pairs.index(watched, other)] = false;
    }
  }

  /** The run is over; called after all pairs have been closed. */
  void onEnd(final long timeNs) {
    for (int watched = 0; watched < pairs.clusterSize(); watched++) {
      judgeWeakCompleteness(timeNs, watched);
    }
  }

  void report(final List<Violation> violations) {
    complete.report(violations);
    weaklyComplete.report(violations);
    accurate.report(violations);
    final List<Integer> live = new ArrayList<>();
    long brokenNs = 0;
    boolean isBroken = true;
    for (int node = 0; node < pairs.clusterSize(); node++) {
      if (pairs.isLive(node)) {
        live.add(node);
        isBroken &= misjudgedNs[node] != NEVER;
        brokenNs = Math.max(brokenNs, misjudgedNs[node]);
      }
    }
    if (isBroken && !live.isEmpty()) {
      weaklyAccurate.add(
          brokenNs,
          live,
          "each of the %d live nodes was suspected when it was due to be trusted, the last from %s on"
              .formatted(live.size(), Seconds.of(brokenNs)));
      weaklyAccurate.report(violations);
    }
  }

  private void judgeWeakCompleteness(final long timeNs, final int watched) {
    if (graceNs == FaultPlan.NEVER || pairs.isLive(watched)) {
      return;
    }
    final List<Integer> failed = new ArrayList<>();
    long latestNs = 0;
    for (int node = 0; node < pairs.clusterSize(); node++) {
      if (node != watched && pairs.isLive(node) && timeNs > dueNs(node, watched)) {
        if (!hasFailed[pairs.index(node, watched)]) {
          return;
        }
        failed.add(node);
        latestNs = Math.max(latestNs, dueNs(node, watched));
      }
    }
    if (!failed.isEmpty()) {
      failed.add(watched);
      weaklyComplete.add(
          latestNs,
          failed,
          "nobody suspected node %d for good, which had been down since %s; demanded by %s"
              .formatted(watched, Seconds.of(pairs.lifeSinceNs(watched)), Seconds.of(latestNs)));
    }
  }

  private long dueNs(final int node, final int watched) {
    return Math.max(healNs, pairs.sinceNs(node, watched)) + graceNs;
  }
}
