package dev.ordeal.protocols.clock.broadcast;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;

/** The broken twin of the causal broadcast. */
public final class CausalBroadcastTwin extends CausalBroadcastSpec implements BrokenTwin {
  @Override
  public String name() {
    return super.name() + "-counts-alone";
  }

  @Override
  public String bug() {
    return "a message is delivered on its sender's count alone";
  }

  @Override
  public Property breaks() {
    return Property.CAUSAL_DELIVERY;
  }

  @Override
  ProtocolNode newMember(final NodeContext context, final CausalBroadcastConfig config) {
    return new CausalBroadcastNode(context, config) {
      @Override
      boolean mayDeliver(final int senderId, final long[] time, final long[] deliveredHere) {
        return true;
      }
    };
  }
}
