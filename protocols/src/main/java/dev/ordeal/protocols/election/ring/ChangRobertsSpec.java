package dev.ordeal.protocols.election.ring;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;

/**
 * The election on a one-way ring: each candidacy goes round until it meets a higher node; the one that comes back wins.
 *
 * <p>Source: Ernest Chang and Rosemary Roberts, "An Improved Algorithm for Decentralized Extrema-Finding in Circular
 * Configurations of Processes", Communications of the ACM 22(5), 1979. Model and promises: {@link RingSpec}.
 *
 * <p>Cost: the paper's worst case, n (n + 1) / 2 hops, comes when ids fall along the ring ({@code worst-order}); over
 * all orders it averages n H(n), with H(n) = 1 + 1/2 + … + 1/n.
 */
public class ChangRobertsSpec extends RingSpec {
  @Override
  public String name() {
    return "chang-roberts";
  }

  @Override
  public String paper() {
    return "Chang and Roberts, An Improved Algorithm for Decentralized Extrema-Finding in Circular Configurations of"
        + " Processes, 1979";
  }

  @Override
  final long candidacyHopsMax(final int clusterSize) {
    return (long) clusterSize * (clusterSize + 1) / 2;
  }

  @Override
  final long electionHops(final int clusterSize) {
    return ChangRobertsNode.electionHops(clusterSize);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new ChangRobertsNode(context, RingConfig.of(values));
  }
}
