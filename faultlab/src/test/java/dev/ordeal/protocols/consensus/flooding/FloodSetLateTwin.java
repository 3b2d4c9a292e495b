package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;

/** FloodSet that takes proposals whenever they come. */
public final class FloodSetLateTwin extends FloodSetSpec implements BrokenTwin {
  @Override
  public String name() {
    return "flood-set-late";
  }

  @Override
  public Property breaks() {
    return Property.UNIFORM_AGREEMENT;
  }

  @Override
  public String bug() {
    return "a proposal that comes after the first round has begun is flooded in the rounds that are left";
  }

  @Override
  ConsensusNode newFlooder(final NodeContext context, final int faults) {
    return new FloodSetNode(context, faults) {
      @Override
      boolean mayFlood(final int roundsBegun) {
        return true;
      }
    };
  }
}
