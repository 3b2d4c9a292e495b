package dev.ordeal.protocols.detector.omega;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.detector.Suspects;

/**
 * Ω as a detector of class ◇S: every node suspects all but its leader and itself (Chandra, Hadzilacos, Toueg 1996).
 * Threading: single owner. Allocation: none after construction.
 */
final class OmegaDetectorNode extends OmegaNode {
  private final Suspects suspects;
  private final int clusterSize;

  OmegaDetectorNode(final NodeContext context, final long intervalNs, final OmegaDetector detector) {
    super(context, intervalNs, detector);
    clusterSize = context.clusterSize();
    suspects = new Suspects(context.nodeId(), clusterSize);
  }

  @Override
  protected void onStarted(final Outbox outbox) {
    suspects.start(outbox);
  }

  @Override
  protected void onLeader(final int oldLeaderId, final int newLeaderId, final Outbox outbox) {
    suspects.trust(newLeaderId, outbox);
    for (int id = 0; id < clusterSize; id++) {
      if (id != newLeaderId && id != nodeId()) {
        suspects.suspect(id, outbox);
      }
    }
  }
}
