package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Set;

/**
 * Computations stamped by interval clocks, each event a commit that waits out the uncertainty.
 *
 * <p>Source: James C. Corbett et al., "Spanner: Google's Globally-Distributed Database", OSDI 2012, section 3
 * (TrueTime) and section 4.1.2 (start and commit-wait rules).
 *
 * <p>Model: every wall clock is within epsilon of true time, always; the lab finds budgets that may exceed it beyond
 * the model. Promises {@link Property#EXTERNAL_CONSISTENCY} and, since no message leaves before its stamp is past and a
 * receiver's later stamps lie above those it took, {@link Property#CLOCK_CONDITION}; ties broken by process, {@link
 * Property#TOTAL_STAMP_ORDER}. Divergences: those of {@link dev.ordeal.protocols.clock.interval.IntervalClock}.
 */
public class IntervalClockSpec extends ComputationSpec {
  private static final long HOUR = 3_600_000_000_000L;
  private static final Parameter EPSILON =
      Parameter.duration("epsilon", 7_000_000L, 0, HOUR, "how far a wall clock may be off");
  private static final Parameter AHEAD_MAX =
      Parameter.duration(
          "ahead-max", HOUR, 0, HOUR, "how far a stamp may lie ahead of the latest time it can be at a taker");

  /** Found by service loader. */
  public IntervalClockSpec() {
    super(DISKLESS);
  }

  @Override
  public String name() {
    return "interval-clock";
  }

  @Override
  public String paper() {
    return "Corbett et al., Spanner, 2012, section 3 and section 4.1.2";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.CLOCK_CONDITION, Property.TOTAL_STAMP_ORDER, Property.EXTERNAL_CONSISTENCY);
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public long clockErrorBoundNs(final ParameterValues values) {
    return values.value("epsilon");
  }

  @Override
  List<Parameter> clockParameters() {
    return List.of(EPSILON, AHEAD_MAX);
  }

  @Override
  public StampStore newStampStore(final int processes) {
    return new WordStamps(WordStamps.Kind.TIME);
  }

  @Override
  NodeClock newClock(final NodeContext context, final ParameterValues values) {
    return new IntervalNodeClock(values.value("epsilon"), values.value("ahead-max"));
  }
}
