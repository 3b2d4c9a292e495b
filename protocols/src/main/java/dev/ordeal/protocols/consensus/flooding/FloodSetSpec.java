package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.OptionalInt;

/**
 * FloodSet: all values known are told to all for f + 1 rounds; then the least is decided.
 *
 * <p>Source: Nancy Lynch, "Distributed Algorithms", 1996, section 6.2.1 (FloodSet), theorem 6.2 and the remark on
 * strong validity: the least value is decided instead of a default, so that what is decided was proposed.
 *
 * <p>Model and rounds: {@link FloodingSpec}. Promises {@link Property#VALIDITY}, {@link Property#UNIFORM_AGREEMENT},
 * since all decide at the end of the same round, {@link Property#INTEGRITY} and {@link Property#TERMINATION}.
 *
 * <p>Divergences: see the package comment.
 */
public class FloodSetSpec extends FloodingSpec {
  @Override
  public String name() {
    return "flood-set";
  }

  @Override
  public String paper() {
    return "Lynch, Distributed Algorithms, 1996, section 6.2.1";
  }

  /** f + 1. */
  @Override
  public OptionalInt roundsMax(final ParameterValues values, final int clusterSize, final int crashed) {
    return OptionalInt.of(crashesMax(values, clusterSize) + 1);
  }

  @Override
  ConsensusNode newFlooder(final NodeContext context, final int faults) {
    return new FloodSetNode(context, faults);
  }
}
