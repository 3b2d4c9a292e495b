package dev.ordeal.protocols.commit.paxoscommit;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.CommitNode;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.codec.BooleanType;
import dev.ordeal.protocols.commit.codec.Phase1aDecoder;
import dev.ordeal.protocols.commit.codec.Phase1bDecoder;
import dev.ordeal.protocols.commit.codec.Phase2aDecoder;
import dev.ordeal.protocols.commit.codec.Phase2aVoteDecoder;
import dev.ordeal.protocols.commit.codec.Phase2bDecoder;
import dev.ordeal.protocols.commit.codec.ResolveDecoder;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;

/**
 * A node of Paxos Commit. {@link PaxosCommitSpec} states model and promises.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
public final class PaxosCommitNode extends CommitNode {
  private final PaxosCoordinator coordinator;
  private final PaxosParticipant participant;
  private final PaxosMessages.Peers peers = new PaxosMessages.Peers();
  private final Phase2aVoteDecoder vote = new Phase2aVoteDecoder();
  private final Phase2bDecoder phase2b = new Phase2bDecoder();
  private final Phase1aDecoder phase1a = new Phase1aDecoder();
  private final Phase1bDecoder phase1b = new Phase1bDecoder();
  private final Phase2aDecoder phase2a = new Phase2aDecoder();
  private final ResolveDecoder resolve = new ResolveDecoder();

  private PaxosCommitNode(
      final NodeContext context, final PaxosCoordinator coordinator, final PaxosParticipant participant) {
    super(context, coordinator, participant);
    this.coordinator = coordinator;
    this.participant = participant;
  }

  static PaxosCommitNode of(final NodeContext context, final CommitConfig config, final int acceptors) {
    return context.nodeId() == TransactionRequest.COORDINATOR
        ? new PaxosCommitNode(context, new PaxosCoordinator(context, config, acceptors), null)
        : new PaxosCommitNode(context, null, new PaxosParticipant(context, config, acceptors));
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
    final Acceptor acceptor = coordinator != null ? coordinator.acceptor() : participant.acceptor();
    if (acceptor == null) {
      return;
    }
    peers.clear();
    switch (template) {
      case Phase2aVoteDecoder.TEMPLATE_ID -> {
        vote.wrap(buffer, body, blockLength, version);
        final Phase2aVoteDecoder.PeersDecoder list = vote.peers();
        while (list.hasNext()) {
          peers.add(list.next().node());
        }
        acceptor.raiseFloor(vote.floor());
        acceptor.onVote(nowNs, fromId, vote.transaction(), peers, outbox);
      }
      case Phase2bDecoder.TEMPLATE_ID -> {
        phase2b.wrap(buffer, body, blockLength, version);
        acceptor.onAccepted(nowNs, fromId, phase2b.transaction(), phase2b.ballot(), outbox);
      }
      case Phase1aDecoder.TEMPLATE_ID -> {
        phase1a.wrap(buffer, body, blockLength, version);
        final Phase1aDecoder.PeersDecoder list = phase1a.peers();
        while (list.hasNext()) {
          peers.add(list.next().node());
        }
        acceptor.onPrepareBallot(fromId, phase1a.transaction(), phase1a.ballot(), peers, outbox);
      }
      case Phase1bDecoder.TEMPLATE_ID ->
          acceptor.onPromise(nowNs, fromId, phase1b.wrap(buffer, body, blockLength, version), outbox);
      case Phase2aDecoder.TEMPLATE_ID -> {
        phase2a.wrap(buffer, body, blockLength, version);
        final Phase2aDecoder.PeersDecoder list = phase2a.peers();
        while (list.hasNext()) {
          peers.add(list.next().node());
        }
        final boolean isPrepared = phase2a.isPreparedRaw() == BooleanType.T.value();
        acceptor.onProposal(nowNs, phase2a.transaction(), phase2a.ballot(), isPrepared, peers, outbox);
      }
      case ResolveDecoder.TEMPLATE_ID -> {
        resolve.wrap(buffer, body, blockLength, version);
        final ResolveDecoder.PeersDecoder list = resolve.peers();
        while (list.hasNext()) {
          peers.add(list.next().node());
        }
        acceptor.lead(nowNs, resolve.transaction(), peers, outbox);
      }
      default -> {
        // Not one of ours.
      }
    }
  }
}
