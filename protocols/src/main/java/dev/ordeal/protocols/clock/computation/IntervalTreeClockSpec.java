package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * Computations stamped by interval tree clocks, of processes that are all there from the start.
 *
 * <p>Source: Paulo Sérgio Almeida, Carlos Baquero, Victor Fonte, "Interval Tree Clocks: A Logical Clock for Dynamic
 * Systems", OPODIS 2008, section 5.
 *
 * <p>Promises {@link Property#CLOCK_CONDITION} and {@link Property#STRONG_CLOCK_CONDITION}. Divergences: those of
 * {@link dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock}; no process forks or joins while the computation
 * runs; the clock outlives a crash.
 */
public class IntervalTreeClockSpec extends ComputationSpec {
  /** Found by service loader. */
  public IntervalTreeClockSpec() {
    super(KEPT);
  }

  @Override
  public String name() {
    return "interval-tree-clock";
  }

  @Override
  public String paper() {
    return "Almeida, Baquero and Fonte, Interval Tree Clocks, 2008, section 5";
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
    return new TreeStamps();
  }

  @Override
  NodeClock newClock(final NodeContext context, final ParameterValues values) {
    return new TreeNodeClock(context.clusterSize(), context.nodeId());
  }
}
