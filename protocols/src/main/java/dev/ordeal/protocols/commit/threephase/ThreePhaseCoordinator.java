package dev.ordeal.protocols.commit.threephase;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.Coordinator;
import dev.ordeal.protocols.commit.CoordinatorRules;
import dev.ordeal.protocols.commit.LogRule;
import dev.ordeal.protocols.commit.Transaction;
import dev.ordeal.protocols.commit.Transaction.Mark;
import dev.ordeal.protocols.commit.Transaction.Phase;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.StatePhase;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;

/**
 * The coordinator of three-phase commit: between the votes and the commit it makes sure that all know that all voted
 * yes.
 *
 * <p>Threading: the node's owner. Allocation: none after warm-up.
 */
final class ThreePhaseCoordinator extends Coordinator {
  private static final CoordinatorRules RULES =
      new CoordinatorRules(LogRule.FORCED, LogRule.FORCED, LogRule.FORCED, LogRule.FORCED, true, true, false);

  private final ThreePhaseMessages extra = new ThreePhaseMessages();

  ThreePhaseCoordinator(final NodeContext context, final CommitConfig config) {
    super(context, config, RULES);
  }

  /** Those who crashed know no outcome by themselves: they ask. */
  @Override
  protected void recover(final long nowNs, final Transaction transaction, final Outbox outbox) {
    if (transaction.phase == Phase.TELLING) {
      super.recover(nowNs, transaction, outbox);
    } else {
      transaction.isRecovered = true;
      setTimes(transaction, nowNs + config.retransmitNs(), Long.MAX_VALUE);
      ask(transaction, outbox);
    }
  }

  private void ask(final Transaction transaction, final Outbox outbox) {
    final int length = messages.inquiry(transaction.number);
    outbox.multicast(transaction.peers, transaction.peerCount, messages.buffer(), 0, length);
  }

  @Override
  protected void onAllYes(final long nowNs, final Transaction transaction, final Outbox outbox) {
    transaction.phase = Phase.PRECOMMITTING;
    setTimes(transaction, Long.MAX_VALUE, nowNs + config.retransmitNs());
    final int length = extra.preCommit(transaction.number);
    outbox.multicast(transaction.peers, transaction.peerCount, extra.buffer(), 0, length);
  }

  void onPreCommitAck(final long nowNs, final int fromId, final long number, final Outbox outbox) {
    final Transaction transaction = transaction(number);
    if (transaction == null || transaction.phase != Phase.PRECOMMITTING) {
      return;
    }
    final int index = transaction.indexOf(fromId);
    if (index >= 0) {
      transaction.marks[index] = Mark.PRECOMMITTED;
      if (transaction.count(Mark.PRECOMMITTED) == transaction.peerCount) {
        decide(nowNs, transaction, Outcome.COMMITTED, outbox);
        updateState(outbox);
      }
    }
  }

  /** Whoever has not acknowledged by now has crashed, and will ask when it is back. */
  @Override
  protected void giveUp(final long nowNs, final Transaction transaction, final Outbox outbox) {
    if (transaction.phase == Phase.PRECOMMITTING) {
      decide(nowNs, transaction, Outcome.COMMITTED, outbox);
    } else if (!transaction.isRecovered) {
      super.giveUp(nowNs, transaction, outbox);
    }
  }

  @Override
  protected void resend(final Transaction transaction, final Outbox outbox) {
    if (transaction.isRecovered && transaction.phase == Phase.VOTING) {
      ask(transaction, outbox);
    } else {
      super.resend(transaction, outbox);
    }
  }

  /** The others came to an outcome without this coordinator. */
  void onDecision(final long nowNs, final long number, final Outcome outcome, final Outbox outbox) {
    final Transaction transaction = transaction(number);
    if (transaction != null && transaction.isRecovered && transaction.phase == Phase.VOTING) {
      decide(nowNs, transaction, outcome, outbox);
      updateState(outbox);
    }
  }

  /** Somebody leads the transaction to its end: it must know that this coordinator knows no more than that. */
  void onStateRequest(final int fromId, final long number, final Outbox outbox) {
    final Transaction transaction = transaction(number);
    if (transaction != null && transaction.isRecovered && transaction.phase == Phase.VOTING) {
      outbox.send(fromId, extra.buffer(), 0, extra.stateReply(number, StatePhase.PREPARED, true));
    } else {
      onInquiry(fromId, number, outbox);
    }
  }

  /** What one does not know one does not presume. */
  @Override
  protected void onInquiry(final int fromId, final long number, final Outbox outbox) {
    if (transaction(number) != null) {
      super.onInquiry(fromId, number, outbox);
    }
  }
}
