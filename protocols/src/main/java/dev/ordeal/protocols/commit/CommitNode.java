package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.AckDecoder;
import dev.ordeal.protocols.commit.codec.BooleanType;
import dev.ordeal.protocols.commit.codec.DecisionDecoder;
import dev.ordeal.protocols.commit.codec.ExecuteDecoder;
import dev.ordeal.protocols.commit.codec.ExecutedDecoder;
import dev.ordeal.protocols.commit.codec.InquiryDecoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.PrepareDecoder;
import dev.ordeal.protocols.commit.codec.Refusal;
import dev.ordeal.protocols.commit.codec.VoteDecoder;
import dev.ordeal.protocols.commit.codec.VoteValue;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A node of an atomic commit protocol: the coordinator, or a participant. Reads what arrives and hands it on.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
public class CommitNode implements ProtocolNode {
  private final ExecuteDecoder execute = new ExecuteDecoder();
  private final ExecutedDecoder executed = new ExecutedDecoder();
  private final PrepareDecoder prepare = new PrepareDecoder();
  private final VoteDecoder vote = new VoteDecoder();
  private final DecisionDecoder decision = new DecisionDecoder();
  private final AckDecoder ack = new AckDecoder();
  private final InquiryDecoder inquiry = new InquiryDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(1024);
  private final CommitMessages refusals = new CommitMessages();
  private final TransactionRequest request = new TransactionRequest();
  private final int clusterSize;
  private final Coordinator coordinator;
  private final Participant participant;

  /** A node with one of the two roles, the other being null. */
  public CommitNode(final NodeContext context, final Coordinator coordinator, final Participant participant) {
    this.clusterSize = context.clusterSize();
    this.coordinator = coordinator;
    this.participant = participant;
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    if (coordinator != null) {
      coordinator.onRecord(buffer, offset);
    } else {
      participant.onRecord(buffer, offset);
    }
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    if (coordinator != null) {
      coordinator.onStart(nowNs, outbox);
    } else {
      participant.onStart(nowNs, outbox);
    }
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < Header.BYTES) {
      return;
    }
    final long header = Header.get(buffer, offset);
    final int blockLength = Header.blockLength(header);
    if (Header.schemaId(header) != MessageHeaderDecoder.SCHEMA_ID || length - Header.BYTES < blockLength) {
      return;
    }
    final int body = offset + Header.BYTES;
    final int version = Header.version(header);
    final int template = Header.templateId(header);
    if (coordinator != null) {
      onCoordinatorMessage(nowNs, fromId, template, buffer, body, blockLength, version, outbox);
    } else {
      onParticipantMessage(nowNs, fromId, template, buffer, body, blockLength, version, outbox);
    }
  }

  private void onCoordinatorMessage(
      final long nowNs,
      final int fromId,
      final int template,
      final DirectBuffer buffer,
      final int body,
      final int blockLength,
      final int version,
      final Outbox outbox) {
    switch (template) {
      case ExecutedDecoder.TEMPLATE_ID ->
          coordinator.onExecuted(nowNs, fromId, executed.wrap(buffer, body, blockLength, version), outbox);
      case VoteDecoder.TEMPLATE_ID -> {
        vote.wrap(buffer, body, blockLength, version);
        coordinator.onVote(nowNs, fromId, vote.transaction(), voteOf(vote.voteRaw()), outbox);
      }
      case AckDecoder.TEMPLATE_ID ->
          coordinator.onAck(fromId, ack.wrap(buffer, body, blockLength, version).transaction(), outbox);
      case InquiryDecoder.TEMPLATE_ID ->
          coordinator.onInquiry(fromId, inquiry.wrap(buffer, body, blockLength, version).transaction(), outbox);
      default -> onOtherMessage(nowNs, fromId, template, buffer, body, blockLength, version, outbox);
    }
  }

  private void onParticipantMessage(
      final long nowNs,
      final int fromId,
      final int template,
      final DirectBuffer buffer,
      final int body,
      final int blockLength,
      final int version,
      final Outbox outbox) {
    switch (template) {
      case ExecuteDecoder.TEMPLATE_ID ->
          participant.onExecute(nowNs, fromId, execute.wrap(buffer, body, blockLength, version), outbox);
      case PrepareDecoder.TEMPLATE_ID ->
          participant.onPrepare(nowNs, prepare.wrap(buffer, body, blockLength, version), outbox);
      case DecisionDecoder.TEMPLATE_ID -> {
        decision.wrap(buffer, body, blockLength, version);
        final Outcome outcome =
            decision.outcomeRaw() == Outcome.COMMITTED.value() ? Outcome.COMMITTED : Outcome.ABORTED;
        final boolean isAckWanted = decision.isAckWantedRaw() == BooleanType.T.value();
        participant.onDecision(fromId, decision.transaction(), outcome, isAckWanted, outbox);
      }
      case InquiryDecoder.TEMPLATE_ID ->
          participant.onInquiry(fromId, inquiry.wrap(buffer, body, blockLength, version).transaction(), outbox);
      default -> onOtherMessage(nowNs, fromId, template, buffer, body, blockLength, version, outbox);
    }
  }

  private static VoteValue voteOf(final int code) {
    if (code == VoteValue.YES.value()) {
      return VoteValue.YES;
    }
    return code == VoteValue.READ.value() ? VoteValue.READ : VoteValue.NO;
  }

  /** A message of a kind that only the subclass knows. */
  protected void onOtherMessage(
      final long nowNs,
      final int fromId,
      final int template,
      final DirectBuffer buffer,
      final int body,
      final int blockLength,
      final int version,
      final Outbox outbox) {
    // Not one of ours.
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (coordinator != null) {
      coordinator.onRequest(nowNs, requestId, buffer, offset, length, outbox);
    } else {
      request.decode(buffer, offset, length, clusterSize);
      final int replyLength =
          refusals.reply(request.client(), request.sequence(), Outcome.REFUSED, Refusal.NOT_COORDINATOR);
      outbox.reply(requestId, refusals.buffer(), 0, replyLength);
    }
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < nextDeadlineNs()) {
      return;
    }
    if (coordinator != null) {
      coordinator.onDeadline(nowNs, outbox);
    } else {
      participant.onDeadline(nowNs, outbox);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return coordinator != null ? coordinator.nextDeadlineNs() : participant.nextDeadlineNs();
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    return coordinator != null ? coordinator.encodeState(buffer, offset) : participant.encodeState(buffer, offset);
  }

  @Override
  public final long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }
}
