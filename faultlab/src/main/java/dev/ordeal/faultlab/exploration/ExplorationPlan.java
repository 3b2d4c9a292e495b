package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.TimingModel;
import java.util.ArrayList;
import java.util.List;

/**
 * What world is searched and within which bounds. Immutable.
 *
 * <p>In the world of a synchronous algorithm all clocks run alike: nodes whose deadline has come take their steps, then
 * everything in flight is delivered, in any order, before time goes on. In any other, a message may be delivered at any
 * time or never, and a deadline may come at any time; so a crash for good is not an action there: a node that takes no
 * step any more is one, and messages that never arrive are those it did not send.
 *
 * @param proposals what each node's client proposes at the start, in order of nodes; {@link ConsensusNode#NO_VALUE}
 *     for a node without a client; not for all
 * @param crashesMax how many nodes may crash for good, each in any of its steps, with any subset of the step's messages
 *     sent; 0 but in synchronous worlds
 * @param restartsMax how often nodes may crash and come back with what they forced to disk; 0 in synchronous worlds
 * @param deadlinesMax how many deadlines may come, of all nodes together; 0 in synchronous worlds
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

  /** So many worlds that arrays still hold them. */
  public static final int WORLDS_MAX = 600_000_000;

  /** Checks the bounds. */
  public ExplorationPlan {
    proposals = List.copyOf(proposals);
    if (proposals.isEmpty() || proposals.size() > NODES_MAX) {
      throw new IllegalArgumentException(
          "nodes out of range: nodes=%d, min=1, max=%d".formatted(proposals.size(), NODES_MAX));
    }
    final int valuesMax = spec instanceof ConsensusSpec consensus ? consensus.valuesMax() : ConsensusNode.VALUES_MAX;
    for (final long value : proposals) {
      if (value < ConsensusNode.NO_VALUE || value >= valuesMax) {
        throw new IllegalArgumentException(
            "proposal out of range: value=%d, min=0, max=%d, none=%d"
                .formatted(value, valuesMax - 1, ConsensusNode.NO_VALUE));
      }
    }
    if (proposals.stream().allMatch(value -> value == ConsensusNode.NO_VALUE)) {
      throw new IllegalArgumentException("nobody proposes anything: nodes=" + proposals.size());
    }
    check("crashes", crashesMax, proposals.size());
    check("restarts", restartsMax, Byte.MAX_VALUE);
    check("deadlines", deadlinesMax, Byte.MAX_VALUE);
    check("coins", coins, COINS_MAX);
    if (depthMax < 1) {
      throw new IllegalArgumentException("depth out of range: depth=%d, min=1".formatted(depthMax));
    }
    if (worldsMax < 1 || worldsMax > WORLDS_MAX) {
      throw new IllegalArgumentException(
          "states out of range: states=%d, min=1, max=%d".formatted(worldsMax, WORLDS_MAX));
    }
    if (spec.model().timing() == TimingModel.SYNCHRONOUS) {
      refuse("restarts", restartsMax, spec, "nobody comes back in the middle of rounds");
      refuse("deadlines", deadlinesMax, spec, "rounds end when they end");
    } else {
      refuse("crashes", crashesMax, spec, "a node that takes no step any more is one, so all are tried anyway");
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

  /** Why a violation would be no bug, a clause each; empty inside the algorithm's model. */
  public List<String> beyond() {
    final List<String> reasons = new ArrayList<>();
    final int admitted = spec.crashesMax(values, proposals.size());
    if (crashesMax > admitted) {
      reasons.add("more nodes may crash than are allowed for (crashes=%d, max=%d)".formatted(crashesMax, admitted));
    }
    if (restartsMax > 0 && !spec.model().admitted().contains(FaultKind.RESTART)) {
      reasons.add("restart is not admitted (restarts=%d)".formatted(restartsMax));
    }
    if (spec instanceof ConsensusSpec consensus && consensus.proposalsBeforeNs(values) == 0) {
      reasons.add("proposals come when the first round has begun, and have no say then (first round at 0s)");
    }
    return reasons;
  }

  private static void refuse(final String name, final int value, final AlgorithmSpec spec, final String why) {
    if (value != 0) {
      throw new IllegalArgumentException(
          "no %s to be had of this algorithm: %s=%d, algorithm=%s; %s"
              .formatted(name, name, value, spec.name(), why));
    }
  }

  private static void check(final String name, final int value, final int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException("%s out of range: %s=%d, min=0, max=%d".formatted(name, name, value, max));
    }
  }
}
