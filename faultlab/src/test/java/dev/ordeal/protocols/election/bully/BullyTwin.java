package dev.ordeal.protocols.election.bully;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;

/** The broken twin of the bully election. */
public final class BullyTwin extends BullySpec implements BrokenTwin {
  /** Goes on leading when a higher node has come back and says that it leads. */
  public static final BullyTwin IGNORES_RECOVERED_HIGHER = new BullyTwin();

  private BullyTwin() {}

  @Override
  public String name() {
    return "bully-ignores-recovered-higher";
  }

  @Override
  public Property breaks() {
    return Property.ONE_LEADER_AT_A_TIME;
  }

  @Override
  public String bug() {
    return "a leader does not believe the COORDINATOR of a higher node that has come back";
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new BullyNode(context, BullyConfig.of(values)) {
      @Override
      boolean acceptsCoordinator(final int fromId) {
        return state() != BullyState.LEADING || fromId < nodeId();
      }
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
