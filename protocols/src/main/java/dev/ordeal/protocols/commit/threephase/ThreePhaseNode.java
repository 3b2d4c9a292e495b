package dev.ordeal.protocols.commit.threephase;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.CommitNode;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.codec.BooleanType;
import dev.ordeal.protocols.commit.codec.DecisionDecoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.PreCommitAckDecoder;
import dev.ordeal.protocols.commit.codec.PreCommitDecoder;
import dev.ordeal.protocols.commit.codec.StatePhase;
import dev.ordeal.protocols.commit.codec.StateReplyDecoder;
import dev.ordeal.protocols.commit.codec.StateRequestDecoder;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;

/**
 * A node of three-phase commit. {@link ThreePhaseSpec} states model and promises.
 *
 * <p>Threading: single owner. Allocation: see {@link ThreePhaseParticipant}.
 */
public final class ThreePhaseNode extends CommitNode {
  private final ThreePhaseCoordinator coordinator;
  private final ThreePhaseParticipant participant;
  private final PreCommitDecoder preCommit = new PreCommitDecoder();
  private final PreCommitAckDecoder preCommitAck = new PreCommitAckDecoder();
  private final StateRequestDecoder stateRequest = new StateRequestDecoder();
  private final StateReplyDecoder stateReply = new StateReplyDecoder();
  private final DecisionDecoder decision = new DecisionDecoder();

  private ThreePhaseNode(
      final NodeContext context, final ThreePhaseCoordinator coordinator, final ThreePhaseParticipant participant) {
    super(context, coordinator, participant);
    this.coordinator = coordinator;
    this.participant = participant;
  }

  static ThreePhaseNode of(final NodeContext context, final CommitConfig config) {
    return context.nodeId() == TransactionRequest.COORDINATOR
        ? new ThreePhaseNode(context, new ThreePhaseCoordinator(context, config), null)
        : new ThreePhaseNode(context, null, new ThreePhaseParticipant(context, config));
  }

  @Override
  protected void onOtherMessage(
      final long nowNs,
      final int fromId,
      final int template,
      final DirectBuffer buffer,
      final int body,
      final int blockLength,
      final int version,
      final Outbox outbox) {
    if (coordinator != null) {
      switch (template) {
        case PreCommitAckDecoder.TEMPLATE_ID -> {
          preCommitAck.wrap(buffer, body, blockLength, version);
          coordinator.onPreCommitAck(nowNs, fromId, preCommitAck.transaction(), outbox);
        }
        case StateRequestDecoder.TEMPLATE_ID -> {
          stateRequest.wrap(buffer, body, blockLength, version);
          coordinator.onStateRequest(fromId, stateRequest.transaction(), outbox);
        }
        case DecisionDecoder.TEMPLATE_ID -> {
          decision.wrap(buffer, body, blockLength, version);
          final Outcome outcome =
              decision.outcomeRaw() == Outcome.COMMITTED.value() ? Outcome.COMMITTED : Outcome.ABORTED;
          coordinator.onDecision(nowNs, decision.transaction(), outcome, outbox);
        }
        default -> {
          // Not one of ours.
        }
      }
      return;
    }
    switch (template) {
      case PreCommitDecoder.TEMPLATE_ID -> {
        preCommit.wrap(buffer, body, blockLength, version);
        participant.onPreCommit(nowNs, fromId, preCommit.transaction(), outbox);
      }
      case StateRequestDecoder.TEMPLATE_ID -> {
        stateRequest.wrap(buffer, body, blockLength, version);
        final boolean isRecovered = stateRequest.isRecoveredRaw() == BooleanType.T.value();
        participant.onStateRequest(nowNs, fromId, stateRequest.transaction(), isRecovered, outbox);
      }
      case StateReplyDecoder.TEMPLATE_ID -> {
        stateReply.wrap(buffer, body, blockLength, version);
        final StatePhase phase =
            stateReply.phaseRaw() == StatePhase.PRECOMMITTED.value() ? StatePhase.PRECOMMITTED : StatePhase.PREPARED;
        final boolean isRecovered = stateReply.isRecoveredRaw() == BooleanType.T.value();
        participant.onStateReply(fromId, stateReply.transaction(), phase, isRecovered);
      }
      default -> {
        // Not one of ours.
      }
    }
  }
}
