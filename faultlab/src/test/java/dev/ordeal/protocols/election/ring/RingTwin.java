package dev.ordeal.protocols.election.ring;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;

/** The broken twins of the Chang–Roberts election. */
public final class RingTwin extends ChangRobertsSpec implements BrokenTwin {
  /** Builds a broken node. */
  private interface Factory {
    ProtocolNode newNode(NodeContext context, RingConfig config);
  }

  /** Lets everybody's token go all the way round. */
  public static final RingTwin FORWARDS_LOWER =
      new RingTwin(
          "ring-forwards-lower",
          Property.MESSAGE_BOUND,
          "a lower node's candidacy is passed on instead of swallowed",
          (context, config) ->
              new ChangRobertsNode(context, config) {
                @Override
                boolean swallowsLower() {
                  return false;
                }
              });

  /** Lets the announcement go round and round. */
  public static final RingTwin NEVER_RETIRES_ELECTED =
      new RingTwin(
          "ring-never-retires-elected",
          Property.QUIESCENCE,
          "the winner passes its own announcement on when it has come round, and so does everybody",
          (context, config) ->
              new ChangRobertsNode(context, config) {
                @Override
                void onOwnElected(final long nowNs, final Outbox outbox) {
                  pass(nowNs, ELECTED, nodeId(), 0, FORWARD, 1, outbox);
                }

                @Override
                boolean isCopy(
                    final long nowNs, final int kind, final int id, final int phase, final int direction) {
                  return false;
                }
              });

  /** Lets a dead node's candidacy go round and round. */
  public static final RingTwin ORPHAN_CIRCLES =
      new RingTwin(
          "ring-orphan-circles",
          Property.EVENTUAL_AGREEMENT,
          "nobody drops a token whose sender has died, so it goes round for ever",
          (context, config) ->
              new ChangRobertsNode(context, config) {
                @Override
                boolean isOrphan(final int hops) {
                  return false;
                }

                @Override
                boolean isCopy(
                    final long nowNs, final int kind, final int id, final int phase, final int direction) {
                  return false;
                }
              });

  /** All of them. */
  public static final List<RingTwin> ALL = List.of(FORWARDS_LOWER, NEVER_RETIRES_ELECTED, ORPHAN_CIRCLES);

  private final String name;
  private final Property breaks;
  private final String bug;
  private final Factory factory;

  private RingTwin(final String name, final Property breaks, final String bug, final Factory factory) {
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
    return factory.newNode(context, RingConfig.of(values));
  }

  @Override
  public String toString() {
    return name;
  }
}
