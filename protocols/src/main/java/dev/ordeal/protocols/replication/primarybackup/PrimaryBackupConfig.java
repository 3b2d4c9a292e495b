package dev.ordeal.protocols.replication.primarybackup;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * The settings of the primary–backup register; times in nanoseconds of the node's own clock.
 *
 * @param heartbeatNs between two heartbeats of a node
 * @param failureTimeoutNs silence after which a node is believed dead
 * @param requestsMax how many requests wait at a primary; it refuses more
 */
public record PrimaryBackupConfig(long heartbeatNs, long failureTimeoutNs, int requestsMax) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "heartbeat", 200 * MILLISECOND, MILLISECOND, HOUR, "time between two heartbeats of a node"),
          Parameter.duration(
              "failure-timeout",
              500 * MILLISECOND,
              MILLISECOND,
              HOUR,
              "silence after which a node is believed dead; less a heartbeat it is the bound on one-way delay"),
          Parameter.count("requests-max", 64, 1, 4096, "requests that wait at a primary; it refuses more"));

  /** Reads the settings. */
  public static PrimaryBackupConfig of(final ParameterValues values) {
    return new PrimaryBackupConfig(
        values.value("heartbeat"), values.value("failure-timeout"), (int) values.value("requests-max"));
  }

  /**
   * The bound δ on one-way delay that the promises rest on: heartbeats of a live node are never further apart than
   * {@code heartbeatNs} + δ, and whatever a node sent before it crashed has arrived when the others believe it dead.
   */
  public long delayBoundNs() {
    return failureTimeoutNs - heartbeatNs - 1;
  }

  /** What is wrong with the settings taken together, empty if nothing is. */
  List<String> conflicts() {
    return delayBoundNs() > 0
        ? List.of()
        : List.of(
            "failure time-out too short: failure-timeout=%dns, must exceed heartbeat=%dns"
                .formatted(failureTimeoutNs, heartbeatNs));
  }
}
