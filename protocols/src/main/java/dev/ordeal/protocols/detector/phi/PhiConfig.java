package dev.ordeal.protocols.detector.phi;

import static dev.ordeal.protocols.detector.Timing.MILLISECOND;
import static dev.ordeal.protocols.detector.Timing.SECOND;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * The settings of a φ accrual detector, in nanoseconds of the node's own clock.
 *
 * @param intervalNs between two heartbeats of a node
 * @param threshold the φ above which a node is suspected
 * @param window how many intervals between arrivals are remembered
 * @param deviationMinNs the least standard deviation that is believed
 * @param sampleMaxNs the longest silence that is taken for an interval, and not for an interruption
 */
public record PhiConfig(long intervalNs, int threshold, int window, long deviationMinNs, long sampleMaxNs) {
  private static final long MINUTE = 60 * SECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration("interval", SECOND, MILLISECOND, MINUTE, "time between two heartbeats of a node"),
          Parameter.count("threshold", 8, 1, 100, "the phi above which a node is suspected"),
          Parameter.count("window", 100, 2, 1_000, "how many intervals between arrivals are remembered"),
          Parameter.duration(
              "deviation-min", 100 * MILLISECOND, 1_000, MINUTE, "the least standard deviation that is believed"),
          Parameter.duration(
              "sample-max", 3 * SECOND, MILLISECOND, MINUTE, "the longest silence that is taken for an interval"));

  /** Reads the settings. */
  public static PhiConfig of(final ParameterValues values) {
    return new PhiConfig(
        values.value("interval"),
        (int) values.value("threshold"),
        (int) values.value("window"),
        values.value("deviation-min"),
        values.value("sample-max"));
  }

  /** What is wrong with the settings taken together, empty if nothing is. */
  public List<String> conflicts() {
    return sampleMaxNs > intervalNs
        ? List.of()
        : List.of(
            "longest interval too short: sample-max=%dns, must exceed interval=%dns"
                .formatted(sampleMaxNs, intervalNs));
  }

  /** How many standard deviations beyond the mean φ is the threshold. */
  double deviationsMax() {
    return NormalTail.deviationsAt(threshold);
  }
}
