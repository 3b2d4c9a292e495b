package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@link Property#EVENTUAL_AGREEMENT}: all live nodes hold the same live leader from some time no later than
 * {@code
 * recoverByNs} on, to the end of the run. Demands nothing if that time is {@link FaultPlan#NEVER} or after the run's
 * end.
 */
final class AgreementChecker {
  private final LeaderViews views;
  private final long recoverByNs;
  private int agreed = LeaderViews.NOBODY;
  private long sinceNs;
  private long lostNs = -1;

  AgreementChecker(final LeaderViews views, final long recoverByNs) {
    this.views = views;
    this.recoverByNs = recoverByNs;
  }

  /** Somebody's view or life changed. */
  void onChange(final long timeNs) {
    if (views.agreedLeader() == agreed) {
      return;
    }
    if (agreed != LeaderViews.NOBODY && sinceNs <= recoverByNs && timeNs > recoverByNs) {
      lostNs = timeNs;
    }
    agreed = views.agreedLeader();
    sinceNs = timeNs;
  }

  /** Whether the agreement that was demanded came and stayed. */
  boolean isReached(final long endNs) {
    return !isDemanded(endNs) || (agreed != LeaderViews.NOBODY && sinceNs <= recoverByNs);
  }

  void report(final long endNs, final int clusterSize, final List<Violation> violations) {
    if (isReached(endNs)) {
      return;
    }
    final List<Integer> live = new ArrayList<>();
    final List<String> held = new ArrayList<>();
    for (int node = 0; node < clusterSize; node++) {
      if (views.isLive(node)) {
        live.add(node);
        final int leader = views.heldBy(node);
        held.add(node + (leader == LeaderViews.NOBODY ? " nobody" : " node " + leader));
      }
    }
    final String explanation;
    if (agreed != LeaderViews.NOBODY && lostNs < 0) {
      explanation = "agreement on node %d came at %s".formatted(agreed, Seconds.of(sinceNs));
    } else if (lostNs >= 0) {
      explanation = "agreement was lost at %s".formatted(Seconds.of(lostNs));
    } else {
      explanation = "agreement never came";
    }
    violations.add(
        new Violation(
            Property.EVENTUAL_AGREEMENT,
            lostNs >= 0 ? lostNs : recoverByNs,
            live,
            "%s, demanded by %s; at the end, %s, %d of %d nodes are live and hold: %s"
                .formatted(
                    explanation,
                    Seconds.of(recoverByNs),
                    Seconds.of(endNs),
                    live.size(),
                    clusterSize,
                    String.join(", ", held))));
  }

  /** Whether progress is demanded of this run. */
  boolean isDemanded(final long endNs) {
    return recoverByNs != FaultPlan.NEVER && recoverByNs <= endNs;
  }
}
