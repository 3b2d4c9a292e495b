package dev.ordeal.protocols.commit.paxoscommit;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.Coordinator;
import dev.ordeal.protocols.commit.CoordinatorRules;
import dev.ordeal.protocols.commit.LogRule;
import dev.ordeal.protocols.commit.Transaction;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The coordinator of Paxos Commit: leader of ballot 0 and the first acceptor. It writes down nothing of its own.
 *
 * <p>Threading: the node's owner. Allocation: none after warm-up.
 */
final class PaxosCoordinator extends Coordinator implements Acceptor.Host {
  private static final CoordinatorRules RULES =
      new CoordinatorRules(LogRule.NONE, LogRule.NONE, LogRule.NONE, LogRule.NONE, true, true, false);

  private final Acceptor acceptor;
  private final PaxosMessages.Peers peers = new PaxosMessages.Peers();

  PaxosCoordinator(final NodeContext context, final CommitConfig config, final int acceptors) {
    super(context, config, RULES);
    this.acceptor = new Acceptor(context.nodeId(), acceptors, config.retransmitNs(), this);
  }

  Acceptor acceptor() {
    acceptor.raiseFloor(floorNumber());
    return acceptor;
  }

  @Override
  protected void replayOther(final int template, final DirectBuffer buffer, final int offset) {
    acceptor.replay(buffer, offset, recordPosition());
  }

  /** Another leader may have committed it: nobody here knows. */
  @Override
  protected Outcome unknownOutcome() {
    return Outcome.UNKNOWN;
  }

  /** Votes are missing: what became of them is for the acceptors to say, in another ballot. */
  @Override
  protected void giveUp(final long nowNs, final Transaction transaction, final Outbox outbox) {
    if (transaction.phase == Transaction.Phase.VOTING) {
      setTimes(transaction, Long.MAX_VALUE, nowNs + config.retransmitNs());
      peers.copyFrom(transaction);
      acceptor.lead(nowNs, transaction.number, peers, outbox);
    } else {
      super.giveUp(nowNs, transaction, outbox);
    }
  }

  /** What one does not know one does not presume. */
  @Override
  protected void onInquiry(final int fromId, final long number, final Outbox outbox) {
    if (transaction(number) != null) {
      super.onInquiry(fromId, number, outbox);
    }
  }

  @Override
  public long write(final DirectBuffer record, final int length, final Outbox outbox) {
    return writeOther(record, length, outbox);
  }

  @Override
  public void onOutcome(final long nowNs, final long number, final Outcome outcome, final Outbox outbox) {
    final Transaction transaction = transaction(number);
    if (transaction != null && transaction.phase == Transaction.Phase.VOTING) {
      decide(nowNs, transaction, outcome, outbox);
      updateState(outbox);
    }
  }

  @Override
  protected long oldestOtherRecord() {
    return acceptor.oldestRecord();
  }

  @Override
  protected int encodeState(final MutableDirectBuffer buffer, final int offset) {
    final int length = super.encodeState(buffer, offset);
    return length + acceptor.encodeState(buffer, offset + length);
  }
}
