package dev.ordeal.protocols.consensus.paxos;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;

/** The broken twins of single-decree Paxos. */
public final class PaxosTwin extends PaxosSpec implements BrokenTwin {
  /** Builds a broken node. */
  private interface Factory {
    PaxosNode newNode(NodeContext context, PaxosConfig config);
  }

  /** An acceptor that comes back knows what it accepted and not what it promised. */
  public static final PaxosTwin FORGETS_PROMISE =
      new PaxosTwin(
          "paxos-forgets-promise",
          "after a restart an acceptor's promise is what it last accepted",
          (context, config) ->
              new PaxosNode(context, config) {
                @Override
                void recover(final long recordedPromise, final long recordedBallot, final long recordedValue) {
                  super.recover(recordedBallot, recordedBallot, recordedValue);
                }
              });

  /** An acceptor accepts whatever it is asked to. */
  public static final PaxosTwin ACCEPTS_BELOW_PROMISE =
      new PaxosTwin(
          "paxos-accepts-below-promise",
          "an acceptor accepts a ballot lower than the one it promised",
          (context, config) ->
              new PaxosNode(context, config) {
                @Override
                boolean mayAccept(final long asked, final long promisedBallot) {
                  return true;
                }
              });

  /** A proposer proposes its own value whatever was accepted. */
  public static final PaxosTwin IGNORES_ACCEPTED =
      new PaxosTwin(
          "paxos-ignores-accepted",
          "a proposer proposes its own value though its majority has accepted another",
          (context, config) ->
              new PaxosNode(context, config) {
                @Override
                long valueToPropose(final long highestBallot, final long itsValue) {
                  return proposal();
                }
              });

  /** All of them. */
  public static final List<PaxosTwin> ALL = List.of(FORGETS_PROMISE, ACCEPTS_BELOW_PROMISE, IGNORES_ACCEPTED);

  private final String name;
  private final String bug;
  private final Factory factory;

  private PaxosTwin(final String name, final String bug, final Factory factory) {
    this.name = name;
    this.bug = bug;
    this.factory = factory;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Property breaks() {
    return Property.UNIFORM_AGREEMENT;
  }

  @Override
  public String bug() {
    return bug;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return factory.newNode(context, PaxosConfig.of(values));
  }

  @Override
  public String toString() {
    return name;
  }
}
