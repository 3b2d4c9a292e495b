package dev.ordeal.protocols.detector.swim;

import static dev.ordeal.protocols.detector.Timing.HOUR;
import static dev.ordeal.protocols.detector.Timing.MILLISECOND;
import static dev.ordeal.protocols.detector.Timing.SECOND;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of SWIM, in nanoseconds of the node's own clock.
 *
 * @param periodNs the protocol period, T' in the paper: a member pings one other in each
 * @param pingTimeoutNs how long a ping waits for its answer before others are asked to ping
 * @param helpers how many others are asked, k in the paper
 * @param suspicionTimeoutNs how long a suspected member has to refute before it is held to have failed
 * @param retransmission λ in the paper: a rumour is sent on λ log₂ (n + 1) times
 * @param rumoursMax how many rumours a message carries at most
 */
public record SwimConfig(
    long periodNs, long pingTimeoutNs, int helpers, long suspicionTimeoutNs, int retransmission, int rumoursMax) {
  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "period", SECOND, MILLISECOND, HOUR, "the protocol period: a member pings one other in each"),
          Parameter.duration(
              "ping-timeout",
              250 * MILLISECOND,
              MILLISECOND,
              HOUR,
              "how long a ping waits for its answer before others are asked to ping"),
          Parameter.count("helpers", 3, 0, 100, "how many others are asked to ping, k in the paper"),
          Parameter.duration(
              "suspicion-timeout",
              3 * SECOND,
              MILLISECOND,
              HOUR,
              "how long a suspected member has to refute before it is held to have failed"),
          Parameter.count("retransmission", 3, 1, 100, "lambda: a rumour is sent on lambda x log2(n + 1) times"),
          Parameter.count("rumours-max", 32, 2, 1_000, "how many rumours a message carries at most"));

  /** Reads the settings. */
  public static SwimConfig of(final ParameterValues values) {
    return new SwimConfig(
        values.value("period"),
        values.value("ping-timeout"),
        (int) values.value("helpers"),
        values.value("suspicion-timeout"),
        (int) values.value("retransmission"),
        (int) values.value("rumours-max"));
  }

  /** What is wrong with the settings taken together, empty if nothing is. */
  List<String> conflicts() {
    final List<String> conflicts = new ArrayList<>();
    if (pingTimeoutNs >= periodNs) {
      conflicts.add(
          "ping time-out too long: ping-timeout=%dns, must be below period=%dns".formatted(pingTimeoutNs, periodNs));
    }
    return List.copyOf(conflicts);
  }

  /** How often a rumour is sent on: λ log₂ (n + 1), rounded up. */
  int transmissions(final int clusterSize) {
    return retransmission * (Integer.SIZE - Integer.numberOfLeadingZeros(clusterSize));
  }

  /** In how many messages at most that is done, if there is news of all members and each message has to carry more. */
  long messagesForARumour(final int clusterSize) {
    final int room = rumoursMax - 1;
    return (long) transmissions(clusterSize) * ((clusterSize + room - 1) / room);
  }
}
