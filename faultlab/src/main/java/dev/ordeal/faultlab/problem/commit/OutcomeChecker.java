package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.problem.commit.CommitCalls.Told;
import dev.ordeal.faultlab.problem.commit.TransactionView.Reached;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Map;

/**
 * Judges AC1 to AC4. What a client was told counts as an outcome, too.
 *
 * <p>AC4 is demanded of a run in which no fault has fired, of a transaction whose votes were all cast so long before
 * the coordinator decided that it must have had them: two bounds on one-way delay.
 */
final class OutcomeChecker {
  private final RunSetup setup;
  private final FirstViolation agreement =
      new FirstViolation(Property.ATOMIC_AGREEMENT, "outcomes that contradict an earlier one");
  private final FirstViolation reversal = new FirstViolation(Property.OUTCOME_IS_FINAL, "outcomes reversed");
  private final FirstViolation votes = new FirstViolation(Property.COMMIT_NEEDS_ALL_VOTES, "commits without a vote");
  private final FirstViolation allYes = new FirstViolation(Property.ALL_YES_COMMITS, "aborts of what all voted for");

  OutcomeChecker(final RunSetup setup) {
    this.setup = setup;
  }

  /** A node reaches an outcome. */
  void reached(final TransactionView view, final int nodeId, final Outcome outcome, final long nowNs) {
    final Reached before = view.outcomes.putIfAbsent(nodeId, new Reached(outcome, nowNs));
    if (before != null && before.outcome() != outcome) {
      reversal.add(
          nowNs,
          List.of(nodeId),
          "%s: node %d held it %s at %s and %s now"
              .formatted(view.name(), nodeId, before.outcome(), Seconds.of(before.atNs()), outcome));
    }
    for (final Map.Entry<Integer, Reached> other : view.outcomes.entrySet()) {
      if (other.getKey() != nodeId && other.getValue().outcome() != outcome) {
        agreement.add(
            nowNs,
            List.of(other.getKey(), nodeId),
            "%s: node %d holds it %s since %s, node %d %s"
                .formatted(
                    view.name(),
                    other.getKey(),
                    other.getValue().outcome(),
                    Seconds.of(other.getValue().atNs()),
                    nodeId,
                    outcome));
        break;
      }
    }
    if (outcome == Outcome.COMMITTED) {
      checkVotes(view, nodeId, "node %d commits it".formatted(nodeId), nowNs);
    }
    checkAllYes(view, nodeId, outcome, nowNs);
  }

  private void checkVotes(final TransactionView view, final int nodeId, final String what, final long nowNs) {
    for (final int participant : view.plan.participants()) {
      if (!view.hasVotedYes(participant)) {
        votes.add(
            nowNs,
            List.of(nodeId, participant),
            "%s: %s, participant %d has not voted yes".formatted(view.name(), what, participant));
        return;
      }
    }
  }

  private void checkAllYes(
      final TransactionView view, final int nodeId, final Outcome outcome, final long nowNs) {
    if (outcome != Outcome.ABORTED
        || nodeId != TransactionRequest.COORDINATOR
        || view.plan.isRollback()
        || hasFaults()) {
      return;
    }
    final long castByNs = nowNs - 2 * setup.delayBoundNs();
    for (final int participant : view.plan.participants()) {
      if (!view.hasVotedYes(participant) || view.votes.get(participant).atNs() > castByNs) {
        return;
      }
    }
    allYes.add(
        nowNs, List.of(nodeId), "%s: aborted though all voted yes and nothing failed".formatted(view.name()));
  }

  /** Nodes cannot tell two transactions apart, nor their outcomes. */
  void namedTwice(final TransactionView first, final TransactionView second) {
    agreement.add(
        second.begunNs,
        List.of(TransactionRequest.COORDINATOR),
        "%s has the number %d of %s".formatted(second.name(), second.number, first.name()));
  }

  /** A client is told that a transaction committed which no coordinator began. */
  void toldOfNothing(final Told told) {
    votes.add(
        told.toldNs(),
        told.plan().participants(),
        "transaction %d of client %d: the client was told COMMITTED, it was never begun"
            .formatted(told.plan().sequence(), told.plan().client()));
  }

  /** A client is told an outcome. */
  void told(final TransactionView view, final Told told) {
    if (told.outcome() == Outcome.COMMITTED) {
      checkVotes(view, TransactionRequest.COORDINATOR, "its client was told COMMITTED", told.toldNs());
    }
    for (final Map.Entry<Integer, Reached> node : view.outcomes.entrySet()) {
      if (node.getValue().outcome() != told.outcome()) {
        agreement.add(
            told.toldNs(),
            List.of(node.getKey()),
            "%s: the client was told %s, node %d holds it %s"
                .formatted(view.name(), told.outcome(), node.getKey(), node.getValue().outcome()));
        return;
      }
    }
  }

  void report(final List<Violation> violations) {
    agreement.report(violations);
    reversal.report(violations);
    votes.report(violations);
    allYes.report(violations);
  }

  private boolean hasFaults() {
    for (final FaultKind kind : FaultKind.values()) {
      if (setup.counters().receipts.count(kind) > 0) {
        return true;
      }
    }
    return false;
  }
}
