package dev.ordeal.protocols.consensus.chandratoueg;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;

/** Chandra and Toueg's consensus with coordinators that do not wait for a majority. */
public final class ChandraTouegTwin extends ChandraTouegSpec implements BrokenTwin {
  @Override
  public String name() {
    return "chandra-toueg-minority";
  }

  @Override
  public Property breaks() {
    return Property.UNIFORM_AGREEMENT;
  }

  @Override
  public String bug() {
    return "a coordinator waits for one node fewer than a majority";
  }

  @Override
  ProtocolNode newMember(final NodeContext context, final long repairNs, final Suspicions detector) {
    return new ChandraTouegNode(context, repairNs, detector) {
      @Override
      int quorum() {
        return super.quorum() - 1;
      }
    };
  }
}
