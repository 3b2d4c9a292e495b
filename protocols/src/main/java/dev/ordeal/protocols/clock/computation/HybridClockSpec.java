package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Set;

/**
 * Computations stamped by hybrid logical clocks.
 *
 * <p>Source: Sandeep Kulkarni, Murat Demirbas, Deepak Madeppa, Bharadwaj Avva, Marcelo Leone, "Logical Physical Clocks
 * and Consistent Snapshots in Globally Distributed Databases", OPODIS 2014, section 3.
 *
 * <p>Promises {@link Property#CLOCK_CONDITION} whatever wall clocks do, {@link Property#TOTAL_STAMP_ORDER} with ties
 * broken by process, {@link Property#HYBRID_BOUND} (theorems 2 and 3; the first with twice the largest absolute error
 * in the place of the paper's ε, which bounds the difference of two clocks) and {@link Property#FUTURE_REFUSED}.
 * Divergences: those of {@link dev.ordeal.protocols.clock.hybrid.HybridLogicalClock}, and the clock outlives a crash.
 */
public class HybridClockSpec extends ComputationSpec {
  private static final Parameter OFFSET_MAX =
      Parameter.duration(
          "offset-max",
          500_000_000L,
          0,
          3_600_000_000_000L,
          "how far a stamp may lie ahead of the wall clock of a process that takes it");

  /** Found by service loader. */
  public HybridClockSpec() {
    super(KEPT);
  }

  @Override
  public String name() {
    return "hybrid-clock";
  }

  @Override
  public String paper() {
    return "Kulkarni, Demirbas, Madeppa, Avva and Leone, Logical Physical Clocks, 2014, section 3";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.CLOCK_CONDITION, Property.TOTAL_STAMP_ORDER, Property.HYBRID_BOUND, Property.FUTURE_REFUSED);
  }

  @Override
  public String storageNeeds() {
    return "the clock, forced before a stamp is visible";
  }

  @Override
  public long futureBoundNs(final ParameterValues values) {
    return values.value("offset-max");
  }

  @Override
  List<Parameter> clockParameters() {
    return List.of(OFFSET_MAX);
  }

  @Override
  public StampStore newStampStore(final int processes) {
    return new WordStamps(WordStamps.Kind.HYBRID);
  }

  @Override
  NodeClock newClock(final NodeContext context, final ParameterValues values) {
    return new HybridNodeClock(futureBoundNs(values));
  }
}
