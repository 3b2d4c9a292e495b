package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * Computations stamped by what wall clocks say: the baseline. Nothing is promised; the order of stamps is that of
 * Lamport's section "Physical Clocks" without its conditions.
 *
 * <p>Source: Leslie Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", Communications of the
 * ACM 21(7), 1978, section "Physical Clocks". Divergences: receivers do not set their clocks forward.
 */
public class PhysicalClockSpec extends ComputationSpec {
  /** Found by service loader. */
  public PhysicalClockSpec() {
    super(DISKLESS);
  }

  @Override
  public String name() {
    return "physical-clock";
  }

  @Override
  public String paper() {
    return "Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, 1978, section Physical Clocks";
  }

  @Override
  public Set<Property> promises() {
    return Set.of();
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public StampStore newStampStore(final int processes) {
    return new WordStamps(WordStamps.Kind.TIME);
  }

  @Override
  NodeClock newClock(final NodeContext context, final ParameterValues values) {
    return new PhysicalNodeClock();
  }
}
