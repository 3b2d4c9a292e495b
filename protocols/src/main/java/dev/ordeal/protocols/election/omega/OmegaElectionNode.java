package dev.ordeal.protocols.election.omega;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.detector.omega.OmegaDetector;
import dev.ordeal.protocols.detector.omega.OmegaNode;

/** One node that holds leader whom Ω names. Threading: single owner. Allocation: none after construction. */
final class OmegaElectionNode extends OmegaNode {
  private static final long NO_EPOCH = 0;

  OmegaElectionNode(final NodeContext context, final long intervalNs, final OmegaDetector detector) {
    super(context, intervalNs, detector);
  }

  @Override
  protected void onStarted(final Outbox outbox) {
    // Whom it follows first is told as every leader is.
  }

  @Override
  protected void onLeader(final int oldLeaderId, final int newLeaderId, final Outbox outbox) {
    final OmegaElectionState oldState = stateOf(oldLeaderId);
    final OmegaElectionState newState = stateOf(newLeaderId);
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
    outbox.indicate(Indication.LEADER, NO_EPOCH, newLeaderId);
  }

  private OmegaElectionState stateOf(final int leaderId) {
    if (leaderId == NOBODY) {
      return OmegaElectionState.STARTING;
    }
    return leaderId == nodeId() ? OmegaElectionState.LEADING : OmegaElectionState.FOLLOWING;
  }
}
