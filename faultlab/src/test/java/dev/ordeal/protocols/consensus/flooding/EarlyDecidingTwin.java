package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;

/** Early deciding that does not tell that it is about to decide. */
public final class EarlyDecidingTwin extends EarlyDecidingSpec implements BrokenTwin {
  @Override
  public String name() {
    return "early-deciding-too-soon";
  }

  @Override
  public Property breaks() {
    return Property.UNIFORM_AGREEMENT;
  }

  @Override
  public String bug() {
    return "a node decides in the round in which it knows enough, one before it has told the others";
  }

  @Override
  ConsensusNode newFlooder(final NodeContext context, final int faults) {
    return new EarlyDecidingNode(context, faults) {
      @Override
      boolean mayDecideUntold() {
        return true;
      }
    };
  }
}
