package dev.ordeal.faultlab.problem.time;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/** Logical time. It needs no clients: processes have events of their own accord. */
public final class LogicalTimeProblem implements Problem {
  private static final String OF_SAMPLE =
      " among all pairs of %d events drawn at random from the run, or of all there were if fewer"
          .formatted(PairSample.SIZE);

  /** Receipts that bear no later a stamp than the sending. */
  public static final Measure MISORDERED_RECEIPTS =
      new Measure(
          "misordered-receipts",
          Measure.Kind.FRACTION,
          "Share of the run's receipts whose stamp is not later than that of the message's sending: effects that seem"
              + " to come before their cause.");

  /** Causally ordered pairs whose stamps do not say so. */
  public static final Measure MISORDERED =
      new Measure(
          "misordered",
          Measure.Kind.FRACTION,
          "Share of the pairs one of which happened before the other, whose stamps do not order them so," + OF_SAMPLE);

  /** Concurrent pairs that are ordered. */
  public static final Measure WRONGLY_ORDERED =
      new Measure(
          "wrongly-ordered",
          Measure.Kind.FRACTION,
          "Share of the concurrent pairs whose stamps order them," + OF_SAMPLE);

  /** What a stamp takes. */
  public static final Measure STAMP_BYTES =
      new Measure("stamp-bytes", Measure.Kind.COUNTS, "Mean length of an encoded stamp in bytes, rounded.");

  /** How far stamps are from true time. */
  public static final Measure DRIFT =
      new Measure(
          "drift",
          Measure.Kind.DURATIONS,
          "The largest distance in the run between the physical part of a stamp and the true time at which its event"
              + " became visible; clocks without a physical part have none.");

  /** How long an event waits to become visible. */
  public static final Measure COMMIT_WAIT =
      new Measure(
          "commit-wait",
          Measure.Kind.DURATIONS,
          "From an event's beginning until it is visible, for up to 32 events drawn at random from the run; clocks that"
              + " do not wait have none.");

  /** How long a message takes. */
  public static final Measure TRANSIT =
      new Measure(
          "transit",
          Measure.Kind.DURATIONS,
          "From a sending to a receipt, for up to 32 receipts drawn at random from the run.");

  /** How high the counter of hybrid stamps came. */
  public static final Measure COUNTER_MAX =
      new Measure("counter-max", Measure.Kind.COUNTS, "The largest counter of a hybrid stamp in the run.");

  /** How much was stamped. */
  public static final Measure STAMPED_EVENTS =
      new Measure("stamped-events", Measure.Kind.COUNTS, "Events in the run, each of which was judged.");

  /** Found by service loader. */
  public LogicalTimeProblem() {}

  @Override
  public String name() {
    return "logical-time";
  }

  @Override
  public List<Property> properties() {
    return List.of(
        Property.CLOCK_CONDITION,
        Property.STRONG_CLOCK_CONDITION,
        Property.TOTAL_STAMP_ORDER,
        Property.HYBRID_BOUND,
        Property.FUTURE_REFUSED,
        Property.EXTERNAL_CONSISTENCY);
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        MISORDERED_RECEIPTS,
        MISORDERED,
        WRONGLY_ORDERED,
        STAMP_BYTES,
        DRIFT,
        COMMIT_WAIT,
        TRANSIT,
        COUNTER_MAX,
        STAMPED_EVENTS);
  }

  @Override
  public List<String> coverage() {
    return List.of("receipts", "repeated-receipts", "refused-stamps", "restarts", "concurrent-pairs");
  }

  /** A judge for runs of an algorithm that says how its stamps are read. */
  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new LogicalTimeJudge(setup);
  }
}
