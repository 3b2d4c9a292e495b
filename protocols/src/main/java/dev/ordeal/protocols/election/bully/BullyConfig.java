package dev.ordeal.protocols.election.bully;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The time-outs of the bully election, in nanoseconds of the node's own clock.
 *
 * @param heartbeatNs between two heartbeats of a leader
 * @param heartbeatTimeoutNs silence of its leader after which a follower holds an election
 * @param okTimeoutNs how long an election waits for an OK: a round trip, so twice the bound on one-way delay
 * @param coordinatorTimeoutNs how long a node that was told OK waits for a leader before it holds another election
 */
public record BullyConfig(
    long heartbeatNs, long heartbeatTimeoutNs, long okTimeoutNs, long coordinatorTimeoutNs) {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long HOUR = 3_600 * SECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration("heartbeat", SECOND, MILLISECOND, HOUR, "time between two heartbeats of a leader"),
          Parameter.duration(
              "heartbeat-timeout", 3 * SECOND, MILLISECOND, HOUR, "silence of the leader that starts an election"),
          Parameter.duration(
              "ok-timeout",
              250 * MILLISECOND,
              1_000,
              HOUR,
              "how long an election waits for OK; half of it is the bound on one-way delay"),
          Parameter.duration(
              "coordinator-timeout",
              5 * SECOND,
              MILLISECOND,
              HOUR,
              "how long a node that was told OK waits for a leader"));

  /** Reads the settings. */
  public static BullyConfig of(final ParameterValues values) {
    return new BullyConfig(
        values.value("heartbeat"),
        values.value("heartbeat-timeout"),
        values.value("ok-timeout"),
        values.value("coordinator-timeout"));
  }

  /** The bound δ on one-way delay that the promises rest on: ELECTION and OK fit into {@code okTimeoutNs}. */
  public long delayBoundNs() {
    return okTimeoutNs / 2;
  }

  /**
   * What is wrong with the time-outs taken together, empty if nothing is.
   *
   * <p>A follower must outwait a heartbeat interval, its jitter (2 δ) and one election its leader is drawn into
   * ({@code okTimeoutNs}). A node that was told OK must outwait the election of the one who told it and the way of
   * COORDINATOR (2 δ + {@code okTimeoutNs}). With δ half of {@code okTimeoutNs} both add up to two of those.
   */
  List<String> conflicts() {
    final List<String> conflicts = new ArrayList<>();
    if (heartbeatTimeoutNs <= heartbeatNs + 2 * okTimeoutNs) {
      conflicts.add(
          "heartbeat time-out too short: heartbeat-timeout=%dns, must exceed heartbeat + 2 x ok-timeout = %dns"
              .formatted(heartbeatTimeoutNs, heartbeatNs + 2 * okTimeoutNs));
    }
    if (coordinatorTimeoutNs <= 2 * okTimeoutNs) {
      conflicts.add(
          "coordinator time-out too short: coordinator-timeout=%dns, must exceed 2 x ok-timeout = %dns"
              .formatted(coordinatorTimeoutNs, 2 * okTimeoutNs));
    }
    return List.copyOf(conflicts);
  }
}
