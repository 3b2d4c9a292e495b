package dev.ordeal.protocols.election.completebully;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;

/** The broken twins of the complete bully election. */
public final class CompleteBullyTwin extends CompleteBullySpec implements BrokenTwin {
  /** Builds a broken node. */
  private interface Factory {
    ProtocolNode newNode(NodeContext context, CompleteBullyConfig config);
  }

  /** Tells the others to halt and does not wait for it. */
  public static final CompleteBullyTwin SKIPS_HALT =
      new CompleteBullyTwin(
          "complete-bully-skips-halt",
          Property.ONE_LEADER_AT_A_TIME,
          "a node coordinates before those it halts have said that they halted",
          (context, config) ->
              new CompleteBullyNode(context, config) {
                @Override
                boolean waitsForHalted() {
                  return false;
                }
              });

  /** Comes back and says nothing, though it is the highest. */
  public static final CompleteBullyTwin RETURNS_QUIETLY =
      new CompleteBullyTwin(
          "complete-bully-returns-quietly",
          Property.EVENTUAL_AGREEMENT,
          "the highest node holds no election when it comes back, nor when a check finds it",
          (context, config) ->
              new CompleteBullyNode(context, config) {
                @Override
                public void onStart(final long nowNs, final Outbox outbox) {
                  if (nowNs == 0) {
                    super.onStart(nowNs, outbox);
                  }
                }
              });

  /** Was halted, or told of a higher node, and waits, for as long as it takes. */
  public static final CompleteBullyTwin WAITS_FOR_EVER =
      new CompleteBullyTwin(
          "complete-bully-waits-for-ever",
          Property.EVENTUAL_AGREEMENT,
          "no election is held again when the node that answered, or that halted others, has died",
          (context, config) ->
              new CompleteBullyNode(context, config) {
                @Override
                long waitNs() {
                  return NO_DEADLINE;
                }
              });

  /** All of them. */
  public static final List<CompleteBullyTwin> ALL = List.of(SKIPS_HALT, RETURNS_QUIETLY, WAITS_FOR_EVER);

  private final String name;
  private final Property breaks;
  private final String bug;
  private final Factory factory;

  private CompleteBullyTwin(final String name, final Property breaks, final String bug, final Factory factory) {
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
    return factory.newNode(context, CompleteBullyConfig.of(values));
  }

  @Override
  public String toString() {
    return name;
  }
}
