package dev.ordeal.protocols.commit.threephase;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.LogRule;
import dev.ordeal.protocols.commit.Participant;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.Work;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.PreCommittedDecoder;
import dev.ordeal.protocols.commit.codec.StatePhase;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * A participant of three-phase commit. In doubt for too long it knows that the coordinator has crashed, and leads the
 * transaction to its end with those who are up (the termination protocol).
 *
 * <p>Threading: the node's owner. Allocation: none once it has held as much as ever, but for transactions whose
 * coordinator crashed.
 */
final class ThreePhaseParticipant extends Participant {
  /** How many waits a leader is given before the next one takes its turn: to ask, to move all, to tell. */
  private static final int TURN = 3;

  private final ThreePhaseMessages extra = new ThreePhaseMessages();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final PreCommittedDecoder preCommitted = new PreCommittedDecoder();
  private final Long2ObjectHashMap<Termination> terminations = new Long2ObjectHashMap<>();

  ThreePhaseParticipant(final NodeContext context, final CommitConfig config) {
    super(context, config, LogRule.FORCED, LogRule.FORCED, false);
  }

  @Override
  protected void replayOther(final int template, final DirectBuffer buffer, final int offset) {
    final Work work = work(preCommitted.wrapAndApplyHeader(buffer, offset, header).transaction());
    if (work != null && work.isInDoubt()) {
      work.phase = Work.Phase.PRECOMMITTED;
    }
  }

  /** All voted yes; from the coordinator, or from whoever leads now. */
  void onPreCommit(final long nowNs, final int fromId, final long number, final Outbox outbox) {
    final Work work = work(number);
    if (work == null || !work.isInDoubt() || work.isRecovered) {
      return;
    }
    preCommit(nowNs, work, outbox);
    outbox.send(fromId, extra.buffer(), 0, extra.preCommitAck(number));
  }

  private void preCommit(final long nowNs, final Work work, final Outbox outbox) {
    if (work.phase == Work.Phase.PREPARED) {
      work.phase = Work.Phase.PRECOMMITTED;
      writeOther(extra.buffer(), extra.preCommitted(work.number), outbox);
    }
    work.deadlines = 0;
    setDeadline(work, nowNs + doubtTimeoutNs());
  }

  // termination protocol

  @Override
  protected void onDoubt(final long nowNs, final Work work, final Outbox outbox) {
    final int rank = rankOf(work);
    if (work.deadlines == 1 && rank > 0 && !work.isRecovered) {
      setDeadline(work, nowNs + (long) rank * TURN * config.retransmitNs());
      return;
    }
    final Termination termination = terminations.get(work.number);
    if (termination == null) {
      ask(nowNs, work, outbox);
    } else if (termination.isMoving) {
      end(work, Outcome.COMMITTED, outbox); // Who has not moved by now has crashed.
    } else {
      conclude(nowNs, work, termination, outbox);
    }
  }

  private void ask(final long nowNs, final Work work, final Outbox outbox) {
    final Termination termination = new Termination(work);
    terminations.put(work.number, termination);
    final int length = extra.stateRequest(work.number, work.isRecovered);
    for (int i = 0; i < work.peerCount; i++) {
      if (work.peers[i] == nodeId) {
        termination.phases[i] = phaseOf(work);
        termination.isRecovered[i] = work.isRecovered;
      } else {
        outbox.send(work.peers[i], extra.buffer(), 0, length);
      }
    }
    outbox.send(TransactionRequest.COORDINATOR, extra.buffer(), 0, length);
    setDeadline(work, nowNs + config.retransmitNs());
  }

  /** Whoever could answer has: decides by the states (Skeen 1981, section 5). */
  private void conclude(final long nowNs, final Work work, final Termination termination, final Outbox outbox) {
    if (work.isRecovered && !termination.isTotalFailure()) {
      terminations.remove(work.number); // Who stayed up leads.
      setDeadline(work, nowNs + config.retransmitNs());
    } else if (termination.hasPreCommitted(work.isRecovered)) {
      termination.isMoving = true;
      preCommit(nowNs, work, outbox);
      final int length = extra.preCommit(work.number);
      for (int i = 0; i < work.peerCount; i++) {
        if (termination.phases[i] != null && work.peers[i] != nodeId) {
          outbox.send(work.peers[i], extra.buffer(), 0, length);
        }
      }
      work.deadlines = 1;
      setDeadline(work, nowNs + config.retransmitNs());
    } else {
      end(work, Outcome.ABORTED, outbox);
    }
  }

  private void end(final Work work, final Outcome outcome, final Outbox outbox) {
    terminations.remove(work.number);
    if (outcome == Outcome.COMMITTED) {
      commit(work, outbox);
    } else {
      abort(work, outbox);
    }
    final int length = messages.decision(work.number, outcome, false);
    outbox.send(TransactionRequest.COORDINATOR, messages.buffer(), 0, length);
    for (int i = 0; i < work.peerCount; i++) {
      if (work.peers[i] != nodeId) {
        outbox.send(work.peers[i], messages.buffer(), 0, length);
      }
    }
  }

  /** Somebody leads a transaction to its end, or, having crashed, asks whether all have. */
  void onStateRequest(
      final long nowNs, final int fromId, final long number, final boolean isFromRecovered, final Outbox outbox) {
    final Work work = work(number);
    if (work == null || !work.isInDoubt()) {
      onInquiry(fromId, number, outbox); // Known, or aborted now.
      return;
    }
    if (!isFromRecovered && !work.isRecovered && !terminations.containsKey(number)) {
      work.deadlines = 1;
      setDeadline(work, nowNs + (rankOf(work) + 1L) * TURN * config.retransmitNs());
    }
    outbox.send(fromId, extra.buffer(), 0, extra.stateReply(number, phaseOf(work), work.isRecovered));
  }

  void onStateReply(final int fromId, final long number, final StatePhase phase, final boolean isRecovered) {
    final Work work = work(number);
    final Termination termination = terminations.get(number);
    if (work == null || termination == null) {
      return;
    }
    int index = fromId == TransactionRequest.COORDINATOR ? work.peerCount : -1;
    for (int i = 0; i < work.peerCount; i++) {
      index = work.peers[i] == fromId ? i : index;
    }
    if (index >= 0) {
      termination.phases[index] = phase;
      termination.isRecovered[index] = isRecovered;
    }
  }

  @Override
  protected void onDecision(
      final int fromId, final long number, final Outcome outcome, final boolean isAckWanted, final Outbox outbox) {
    terminations.remove(number);
    super.onDecision(fromId, number, outcome, isAckWanted, outbox);
  }

  /** The place among the participants: who leads first, second, … */
  private int rankOf(final Work work) {
    int rank = 0;
    for (int i = 0; i < work.peerCount; i++) {
      rank += work.peers[i] < nodeId ? 1 : 0;
    }
    return rank;
  }

  private static StatePhase phaseOf(final Work work) {
    return work.phase == Work.Phase.PRECOMMITTED ? StatePhase.PRECOMMITTED : StatePhase.PREPARED;
  }

  @Override
  protected int encodeState(final MutableDirectBuffer buffer, final int offset) {
    int length = super.encodeState(buffer, offset);
    for (final long number : terminations.keySet().stream().mapToLong(Long::longValue).sorted().toArray()) {
      final Termination termination = terminations.get(number);
      buffer.putLong(offset + length, number, LITTLE_ENDIAN);
      buffer.putByte(offset + length + 8, (byte) (termination.isMoving ? 1 : 0));
      length += 9;
      for (int i = 0; i < termination.phases.length; i++) {
        final int phase = termination.phases[i] == null ? 0 : termination.phases[i].value();
        buffer.putByte(offset + length++, (byte) (phase * 2 + (termination.isRecovered[i] ? 1 : 0)));
      }
    }
    return length;
  }
}
