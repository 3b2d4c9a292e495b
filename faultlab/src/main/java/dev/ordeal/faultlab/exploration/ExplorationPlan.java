package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.TimingModel;
import java.util.List;

/**
 * What world is searched and within which bounds. Immutable.
 *
 * <p>In the world of a synchronous algorithm all clocks run alike: nodes whose deadline has come take their steps, then
 * everything in flight is delivered, in any order, before time goes on. In any other, a message may be delivered at any
 * time or never, and a deadline may come at any time; so a crash for good is not an action there: a node that takes no
 * step any more is one, and messages that never arrive are those it did not send.
 *
 * @param proposals what each node's client proposes, in order of nodes; {@link ConsensusNode#NO_VALUE} for a node
 *     without a client
 * @param crashesMax how many nodes may crash for good, each in any of its steps, with any subset of the step's messages
 *     sent; counts in synchronous worlds only
 * @param restartsMax how often nodes may crash and come back with what they forced to disk; not in synchronous worlds
 * @param deadlinesMax how many deadlines may come, of all nodes together; not in synchronous worlds
 * @param coins of how many first random draws of each node every pattern of lowest bits is tried
 * @param depthMax how many actions a schedule may have
 * @param worldsMax how many different worlds may be visited
 */
public record ExplorationPlan(
    AlgorithmSpec spec,
    ParameterValues values,
    List<Long> proposals,
    int crashesMax,
    int restartsMax,
    int deadlinesMax,
    int coins,
    int depthMax,
    long worldsMax) {
  /** Nodes fit the bits of an action. */
  public static final int NODES_MAX = 8;

  /** Patterns of coins that are still a few. */
  public static final int COINS_MAX = 16;

  /** Checks the bounds. */
  public ExplorationPlan {
    proposals = List.copyOf(proposals);
    if (proposals.isEmpty() || proposals.size() > NODES_MAX) {
      throw new IllegalArgumentException(
          "nodes out of range: nodes=%d, min=1, max=%d".formatted(proposals.size(), NODES_MAX));
    }
    for (final long value : proposals) {
      if (value < ConsensusNode.NO_VALUE || value >= ConsensusNode.VALUES_MAX) {
        throw new IllegalArgumentException(
            "proposal out of range: value=%d, min=0, max=%d, none=%d"
                .formatted(value, ConsensusNode.VALUES_MAX - 1, ConsensusNode.NO_VALUE));
      }
    }
    check("crashes", crashesMax, proposals.size());
    check("restarts", restartsMax, Byte.MAX_VALUE);
    check("deadlines", deadlinesMax, Byte.MAX_VALUE);
    check("coins", coins, COINS_MAX);
    if (depthMax < 1 || worldsMax < 1) {
      throw new IllegalArgumentException(
          "bounds out of range: depth=%d, min=1, worlds=%d, min=1".formatted(depthMax, worldsMax));
    }
  }

  /** How many nodes there are. */
  public int clusterSize() {
    return proposals.size();
  }

  /** Whether time is shared. */
  public boolean isSynchronous() {
    return spec.model().timing() == TimingModel.SYNCHRONOUS;
  }

  private static void check(final String name, final int value, final int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException("%s out of range: %s=%d, min=0, max=%d".formatted(name, name, value, max));
    }
  }
}
