package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * Computations stamped by vector clocks.
 *
 * <p>Source: Friedemann Mattern, "Virtual Time and Global States of Distributed Systems", Parallel and Distributed
 * Algorithms, 1989, section 5; Colin Fidge, "Timestamps in Message-Passing Systems That Preserve the Partial Ordering",
 * 1988.
 *
 * <p>Promises {@link Property#CLOCK_CONDITION} and its converse, {@link Property#STRONG_CLOCK_CONDITION}. Divergences:
 * those of {@link dev.ordeal.protocols.clock.vector.VectorClock}, and the clock outlives a crash.
 */
public class VectorClockSpec extends ComputationSpec {
  /** Found by service loader. */
  public VectorClockSpec() {
    super(KEPT);
  }

  @Override
  public String name() {
    return "vector-clock";
  }

  @Override
  public String paper() {
    return "Mattern, Virtual Time and Global States of Distributed Systems, 1989, section 5; Fidge 1988";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.CLOCK_CONDITION, Property.STRONG_CLOCK_CONDITION);
  }

  @Override
  public String storageNeeds() {
    return "the clock, forced before a stamp is visible";
  }

  @Override
  public StampStore newStampStore(final int processes) {
    return new VectorStamps(processes);
  }

  @Override
  NodeClock newClock(final NodeContext context, final ParameterValues values) {
    return new VectorNodeClock(context.clusterSize(), context.nodeId());
  }
}
