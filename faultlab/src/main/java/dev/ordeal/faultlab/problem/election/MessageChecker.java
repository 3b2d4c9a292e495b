package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/**
 * Judges {@link Property#MESSAGE_BOUND} and {@link Property#QUIESCENCE} by how many messages all nodes have sent.
 *
 * <p>The first is judged of the election that a run begins with, at the moment in which all agree, if all nodes are up
 * and no message has been lost, doubled, altered or cut. The second is judged of the time from the last election, view,
 * crash or start on, if all live nodes agree at the end and messages are well, or have been since healing: one
 * election's messages may be left then, and the rest is upkeep. What the algorithm states as {@link Long#MAX_VALUE} is
 * not judged. Constant time per event.
 */
final class MessageChecker {
  private static final long NONE = -1;
  private static final FaultKind[] DISTURBING = {
    FaultKind.LOSS,
    FaultKind.BURST_LOSS,
    FaultKind.DUPLICATION,
    FaultKind.CORRUPTION,
    FaultKind.CAPACITY,
    FaultKind.PARTITION
  };

  private final LeaderViews views;
  private final Counters counters;
  private final AlgorithmSpec spec;
  private final ParameterValues values;
  private final int clusterSize;
  private final long healNs;
  private final long electionMax;
  private final FirstViolation tooMany = new FirstViolation(Property.MESSAGE_BOUND, "such elections");
  private final FirstViolation restless = new FirstViolation(Property.QUIESCENCE, "such times");
  private long firstLeadNs = NONE;
  private long firstElectionMessages = NONE;
  private boolean isFirstOver;
  private long lastNs;
  private long sendsAtLast;

  MessageChecker(final LeaderViews views, final RunSetup setup) {
    this.views = views;
    this.counters = setup.counters();
    this.spec = setup.spec();
    this.values = setup.values();
    this.clusterSize = setup.clusterSize();
    this.healNs = setup.plan().healNs();
    this.electionMax = spec.electionMessagesMax(values, clusterSize);
  }

  /** Somebody's view or life changed, or an election began. */
  void onChange(final long timeNs) {
    lastNs = timeNs;
    sendsAtLast = counters.sends;
    if (isFirstOver) {
      return;
    }
    if (firstLeadNs == NONE && views.leaderCount() > 0) {
      firstLeadNs = timeNs;
    }
    if (counters.receipts.count(FaultKind.CRASH) > 0) {
      isFirstOver = true;
    } else if (views.agreedLeader() != LeaderViews.NOBODY && views.liveCount() == clusterSize) {
      isFirstOver = true;
      firstElectionMessages = counters.sends;
      judgeFirst(timeNs);
    }
  }

  /** What the run's first election took, or a negative number if it was never over. */
  long firstElectionMessages() {
    return firstElectionMessages;
  }

  void finish(final long endNs) {
    final boolean isJudged = areMessagesWell() || lastNs >= healNs;
    if (!isJudged || electionMax == Long.MAX_VALUE || views.agreedLeader() == LeaderViews.NOBODY) {
      return;
    }
    final long sent = counters.sends - sendsAtLast;
    final long most = sum(electionMax, spec.upkeepMessagesMax(values, clusterSize, endNs - lastNs));
    if (sent > most) {
      restless.add(
          endNs,
          List.of(),
          "%d messages were sent from %s, when the last election was over, until %s, at most %d allowed"
              .formatted(sent, Seconds.of(lastNs), Seconds.of(endNs), most));
    }
  }

  void report(final List<Violation> violations) {
    tooMany.report(violations);
    restless.report(violations);
  }

  private void judgeFirst(final long timeNs) {
    if (electionMax == Long.MAX_VALUE || !areMessagesWell()) {
      return;
    }
    final long most = sum(electionMax, spec.upkeepMessagesMax(values, clusterSize, timeNs - firstLeadNs));
    if (counters.sends > most) {
      tooMany.add(
          timeNs,
          List.of(views.agreedLeader()),
          "the election of node %d took %d messages among %d nodes, at most %d allowed"
              .formatted(views.agreedLeader(), counters.sends, clusterSize, most));
    }
  }

  private boolean areMessagesWell() {
    for (final FaultKind kind : DISTURBING) {
      if (counters.receipts.count(kind) > 0) {
        return false;
      }
    }
    return true;
  }

  private static long sum(final long one, final long other) {
    return one + other < 0 ? Long.MAX_VALUE : one + other;
  }
}
