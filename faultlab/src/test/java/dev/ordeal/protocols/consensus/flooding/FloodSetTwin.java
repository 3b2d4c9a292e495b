package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;

/** FloodSet that stops a round too soon. */
public final class FloodSetTwin extends FloodSetSpec implements BrokenTwin {
  @Override
  public String name() {
    return "flood-set-short";
  }

  @Override
  public Property breaks() {
    return Property.UNIFORM_AGREEMENT;
  }

  @Override
  public String bug() {
    return "it floods for f rounds instead of f + 1";
  }

  @Override
  ConsensusNode newFlooder(final NodeContext context, final int faults) {
    return new FloodSetNode(context, faults) {
      @Override
      int roundsNeeded(final int faultsMax) {
        return faultsMax;
      }
    };
  }
}
