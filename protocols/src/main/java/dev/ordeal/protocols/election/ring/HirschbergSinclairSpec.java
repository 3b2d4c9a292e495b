package dev.ordeal.protocols.election.ring;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;

/**
 * The election on a two-way ring: a candidate asks ever wider neighbourhoods, twice as far each time, whether anybody
 * in them is higher.
 *
 * <p>Source: Daniel Hirschberg and James Sinclair, "Decentralized Extrema-Finding in Circular Configurations of
 * Processors", Communications of the ACM 23(11), 1980. Model and promises: {@link RingSpec}.
 *
 * <p>Cost: at most 8n + 8⌈n log₂ n⌉ hops, whatever the order of ids.
 */
public class HirschbergSinclairSpec extends RingSpec {
  @Override
  public String name() {
    return "hirschberg-sinclair";
  }

  @Override
  public String paper() {
    return "Hirschberg and Sinclair, Decentralized Extrema-Finding in Circular Configurations of Processors, 1980";
  }

  /** The paper's bound, with n log₂ n rounded up phase by phase. */
  @Override
  final long candidacyHopsMax(final int clusterSize) {
    final int phases = 32 - Integer.numberOfLeadingZeros(clusterSize - 1);
    return 8L * clusterSize * (1 + phases);
  }

  @Override
  final long electionHops(final int clusterSize) {
    return HirschbergSinclairNode.electionHops(clusterSize);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new HirschbergSinclairNode(context, RingConfig.of(values));
  }
}
