package dev.ordeal.protocols.consensus.viabroadcast;

import dev.ordeal.protocols.broadcast.atomic.AtomicBroadcastConfig;
import dev.ordeal.protocols.consensus.chandratoueg.Suspicions;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;

/** Consensus from atomic broadcast, with nodes that wait for their own value. */
public final class ConsensusFromBroadcastTwin extends ConsensusFromBroadcastSpec implements BrokenTwin {
  @Override
  public String name() {
    return super.name() + "-own-value";
  }

  @Override
  public Property breaks() {
    return Property.UNIFORM_AGREEMENT;
  }

  @Override
  public String bug() {
    return "a node decides its own value when that is delivered, not the first that is";
  }

  @Override
  ProtocolNode newMember(
      final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
    return new ConsensusFromBroadcastNode(context, config, detector) {
      @Override
      boolean isDecisive(final long value) {
        return value == proposal();
      }
    };
  }
}
