package dev.ordeal.faultlab.problem.detection;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/** Failure detection. It needs no clients: nodes watch one another of their own accord. */
public final class DetectionProblem implements Problem {
  /** How long a crash goes unnoticed. */
  public static final Measure DETECTION_TIME =
      new Measure(
          "detection-time",
          Measure.Kind.DURATIONS,
          "From a node's crash until a node that was live then comes to suspect it for as long as it is down, 0 if it"
              + " did already; a value for each pair, none where that never came.");

  /** How often a live node is suspected. */
  public static final Measure MISTAKE_RATE =
      new Measure(
          "mistakes-per-day",
          Measure.Kind.COUNTS,
          "How often a live node comes to suspect a live one, in a day of watching one node: mistakes over the time of"
              + " all live pairs; one value a run.");

  /** How long a live node is suspected. */
  public static final Measure MISTAKE_DURATION =
      new Measure(
          "mistake-duration",
          Measure.Kind.DURATIONS,
          "How long a mistake lasts until it is put right; one that a crash or the run's end cuts short is left out.");

  /** How soon after a mistake the next one comes. */
  public static final Measure MISTAKE_RECURRENCE =
      new Measure(
          "mistake-recurrence",
          Measure.Kind.DURATIONS,
          "From the beginning of a mistake to that of the next one of the same pair, if neither crashed between.");

  /** How likely an answer is right. */
  public static final Measure QUERY_ACCURACY =
      new Measure(
          "query-accuracy",
          Measure.Kind.FRACTION,
          "Share of the time of all live pairs in which the one trusts the other: the probability that asked at random"
              + " it says so.");

  /** Messages that a member sends. */
  public static final Measure MESSAGES =
      new Measure(
          "messages-per-member-minute",
          Measure.Kind.COUNTS,
          "Messages sent over the time that members are up, in minutes; one value a run.");

  /** Bytes that a member sends. */
  public static final Measure BYTES =
      new Measure(
          "bytes-per-member-second",
          Measure.Kind.COUNTS,
          "Bytes of the messages sent over the time that members are up, in seconds; one value a run.");

  /** Made by the service loader. */
  public DetectionProblem() {}

  @Override
  public String name() {
    return "failure-detection";
  }

  @Override
  public List<Property> properties() {
    return List.of(
        Property.STRONG_COMPLETENESS,
        Property.WEAK_COMPLETENESS,
        Property.STRONG_ACCURACY,
        Property.WEAK_ACCURACY,
        Property.EVENTUAL_STRONG_ACCURACY,
        Property.EVENTUAL_WEAK_ACCURACY);
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        DETECTION_TIME, MISTAKE_RATE, MISTAKE_DURATION, MISTAKE_RECURRENCE, QUERY_ACCURACY, MESSAGES, BYTES);
  }

  @Override
  public List<String> coverage() {
    return List.of("corrections", "crashes", "detections", "mistakes", "undetected");
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new DetectionJudge(setup);
  }
}
