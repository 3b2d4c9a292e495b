package dev.ordeal.protocols.consensus.benor;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;

/** Ben-Or that takes one node's word. */
public final class BenOrTwin extends BenOrSpec implements BrokenTwin {
  @Override
  public String name() {
    return "ben-or-one-is-enough";
  }

  @Override
  public Property breaks() {
    return Property.UNIFORM_AGREEMENT;
  }

  @Override
  public String bug() {
    return "a node decides on a value that a single node has ratified";
  }

  @Override
  ProtocolNode newMember(final NodeContext context, final BenOrConfig config) {
    return new BenOrNode(context, config) {
      @Override
      boolean mayDecide(final int ratifications, final int faultsMax) {
        return ratifications > 0;
      }
    };
  }
}
