package dev.ordeal.protocols.commit.paxoscommit;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.LogRule;
import dev.ordeal.protocols.commit.Participant;
import dev.ordeal.protocols.commit.Work;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A participant of Paxos Commit, with an acceptor beside it on the first nodes.
 *
 * <p>Threading: the node's owner. Allocation: none once it has held as much as ever.
 */
final class PaxosParticipant extends Participant implements Acceptor.Host {
  private final int acceptors;
  private final Acceptor acceptor;
  private final PaxosMessages paxos = new PaxosMessages();
  private final PaxosMessages.Peers peers = new PaxosMessages.Peers();

  PaxosParticipant(final NodeContext context, final CommitConfig config, final int acceptors) {
    super(context, config, LogRule.FORCED, LogRule.FORCED, false);
    this.acceptors = acceptors;
    this.acceptor =
        context.nodeId() < acceptors ? new Acceptor(nodeId, acceptors, config.retransmitNs(), this) : null;
  }

  /** The acceptor beside it, or null. */
  Acceptor acceptor() {
    return acceptor;
  }

  @Override
  protected void replayOther(final int template, final DirectBuffer buffer, final int offset) {
    acceptor.replay(buffer, offset, recordPosition());
  }

  /** To as many acceptors as decide; when asked again, to all, since one of those may be down. */
  @Override
  protected void sendYes(final Work work, final boolean isRepeated, final Outbox outbox) {
    final int count = isRepeated ? acceptors : acceptors / 2 + 1;
    final int length = paxos.vote(work, floor());
    for (int id = 0; id < count; id++) {
      if (id != nodeId) {
        outbox.send(id, paxos.buffer(), 0, length);
      }
    }
    if (acceptor != null && nodeId < count) {
      peers.copyFrom(work);
      acceptor.raiseFloor(floor());
      acceptor.onVote(0, nodeId, work.number, peers, outbox); // No time is needed: node 0 leads ballot 0.
    }
  }

  /** Asks the acceptors, one after the other, to find out: each of them may lead. */
  @Override
  protected void onDoubt(final long nowNs, final Work work, final Outbox outbox) {
    final int leader = (work.deadlines - 1) % acceptors;
    setDeadline(work, nowNs + config.retransmitNs());
    if (leader == nodeId) {
      peers.copyFrom(work);
      acceptor.lead(nowNs, work.number, peers, outbox);
    } else {
      outbox.send(leader, paxos.buffer(), 0, paxos.resolve(work));
    }
  }

  @Override
  protected void onDecision(
      final int fromId, final long number, final Outcome outcome, final boolean isAckWanted, final Outbox outbox) {
    super.onDecision(fromId, number, outcome, isAckWanted, outbox);
    if (acceptor != null) {
      acceptor.learn(number, outcome);
    }
  }

  @Override
  public long write(final DirectBuffer record, final int length, final Outbox outbox) {
    return writeOther(record, length, outbox);
  }

  @Override
  public void onOutcome(final long atNs, final long transaction, final Outcome outcome, final Outbox outbox) {
    onDecision(nodeId, transaction, outcome, false, outbox);
  }

  @Override
  protected long oldestOtherRecord() {
    return acceptor == null ? Long.MAX_VALUE : acceptor.oldestRecord();
  }

  @Override
  protected int encodeState(final MutableDirectBuffer buffer, final int offset) {
    final int length = super.encodeState(buffer, offset);
    return acceptor == null ? length : length + acceptor.encodeState(buffer, offset + length);
  }
}
