package dev.ordeal.protocols.election.bully;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;

/** The broken twins of the bully election in the exercise's form. */
public final class BullyTwin extends BullySpec implements BrokenTwin {
  /** Builds a broken node. */
  private interface Factory {
    ProtocolNode newNode(NodeContext context, BullyConfig config);
  }

  /** Goes on leading when a higher node has come back and says that it leads. */
  public static final BullyTwin IGNORES_RECOVERED_HIGHER =
      new BullyTwin(
          "bully-ignores-recovered-higher",
          Property.ONE_LEADER_AT_A_TIME,
          "a leader does not believe the COORDINATOR of a higher node that has come back",
          (context, config) ->
              new BullyNode(context, config) {
                @Override
                boolean acceptsCoordinator(final int fromId) {
                  return state() != BullyState.LEADING || fromId < nodeId();
                }
              });

  /** Comes back and says nothing, though it is the highest. */
  public static final BullyTwin RETURNS_QUIETLY =
      new BullyTwin(
          "bully-returns-quietly",
          Property.EVENTUAL_AGREEMENT,
          "the highest node holds no election when it comes back",
          (context, config) ->
              new BullyNode(context, config) {
                @Override
                public void onStart(final long nowNs, final Outbox outbox) {
                  if (nowNs == 0 || nodeId() < context.clusterSize() - 1) {
                    super.onStart(nowNs, outbox);
                  }
                }
              });

  /** Was told OK and waits, for as long as it takes. */
  public static final BullyTwin WAITS_FOR_EVER =
      new BullyTwin(
          "bully-waits-for-ever",
          Property.EVENTUAL_AGREEMENT,
          "no election is held again when the node that answered OK has died",
          (context, config) ->
              new BullyNode(context, config) {
                @Override
                public long nextDeadlineNs() {
                  return state() == BullyState.AWAITING_COORDINATOR ? NO_DEADLINE : super.nextDeadlineNs();
                }
              });

  /** The exercise's network, on every node's links. */
  public static final BullyTwin NETWORK_ANSWERS =
      new BullyTwin(
          "bully-network-answers",
          Property.EVENTUAL_AGREEMENT,
          "the network answers OK to an ELECTION in the receiver's stead, dead or alive",
          (context, config) -> new AnsweringNetwork(new BullyNode(context, config)));

  /** All of them. */
  public static final List<BullyTwin> ALL =
      List.of(IGNORES_RECOVERED_HIGHER, RETURNS_QUIETLY, WAITS_FOR_EVER, NETWORK_ANSWERS);

  private final String name;
  private final Property breaks;
  private final String bug;
  private final Factory factory;

  private BullyTwin(final String name, final Property breaks, final String bug, final Factory factory) {
    this.name = name;
    this.breaks = breaks;
    this.bug = bug;
    this.factory = factory;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Property breaks() {
    return breaks;
  }

  @Override
  public String bug() {
    return bug;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return factory.newNode(context, BullyConfig.of(values));
  }

  @Override
  public String toString() {
    return name;
  }
}
