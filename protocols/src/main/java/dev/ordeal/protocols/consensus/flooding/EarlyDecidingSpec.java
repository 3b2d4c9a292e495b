package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.OptionalInt;

/**
 * Early deciding flooding: a node that misses nobody new in a round knows enough, says so, and decides a round later.
 * With f' crashes that happen, of f that may, all decide by round min(f + 1, f' + 2).
 *
 * <p>Source: Danny Dolev, Ruediger Reischuk, Raymond Strong, "Early Stopping in Byzantine Agreement", Journal of the
 * ACM 37(4), 1990, sections 1 and 4, for the bound; Michel Raynal, "Consensus in Synchronous Systems: A Concise Guided
 * Tour", 2002, section 4, for the algorithm with crash faults.
 *
 * <p>Model and rounds: {@link FloodingSpec}. Promises {@link Property#VALIDITY}, {@link Property#UNIFORM_AGREEMENT},
 * {@link Property#INTEGRITY} and {@link Property#TERMINATION}.
 *
 * <p>Divergences: see the package comment.
 */
public class EarlyDecidingSpec extends FloodingSpec {
  @Override
  public String name() {
    return "early-deciding";
  }

  @Override
  public String paper() {
    return "Dolev, Reischuk and Strong, Early Stopping in Byzantine Agreement, 1990, sections 1 and 4; Raynal, 2002";
  }

  /** min(f + 1, f' + 2). */
  @Override
  public OptionalInt roundsMax(final ParameterValues values, final int clusterSize, final int crashed) {
    return OptionalInt.of(Math.min(crashesMax(values, clusterSize) + 1, crashed + 2));
  }

  @Override
  ConsensusNode newFlooder(final NodeContext context, final int faults) {
    return new EarlyDecidingNode(context, faults);
  }
}
