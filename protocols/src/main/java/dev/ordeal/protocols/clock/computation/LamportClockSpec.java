package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Set;

/**
 * Computations stamped by Lamport clocks.
 *
 * <p>Source: Leslie Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", Communications of the
 * ACM 21(7), 1978, sections "Logical Clocks" and "Ordering the Events Totally".
 *
 * <p>Promises {@link Property#CLOCK_CONDITION} and, ties broken by process, {@link Property#TOTAL_STAMP_ORDER}; not the
 * converse of the clock condition, concurrent events are ordered, too. Divergences: those of {@link
 * dev.ordeal.protocols.clock.lamport.LamportClock}, and the clock outlives a crash.
 */
public class LamportClockSpec extends ComputationSpec {
  private static final Parameter AHEAD =
      Parameter.count(
          "ahead", 1_000_000_000, 1, Long.MAX_VALUE, "how far a stamp may lie ahead of a clock that takes it");

  /** Found by service loader. */
  public LamportClockSpec() {
    super(KEPT);
  }

  @Override
  public String name() {
    return "lamport-clock";
  }

  @Override
  public String paper() {
    return "Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, 1978, section Logical Clocks";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.CLOCK_CONDITION, Property.TOTAL_STAMP_ORDER);
  }

  @Override
  public String storageNeeds() {
    return "the clock, forced before a stamp is visible";
  }

  @Override
  List<Parameter> clockParameters() {
    return List.of(AHEAD);
  }

  @Override
  public StampStore newStampStore(final int processes) {
    return new WordStamps(WordStamps.Kind.COUNT);
  }

  @Override
  NodeClock newClock(final NodeContext context, final ParameterValues values) {
    return new LamportNodeClock(values.value("ahead"));
  }
}
