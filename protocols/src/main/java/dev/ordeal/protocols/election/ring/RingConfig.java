package dev.ordeal.protocols.election.ring;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of an election on a ring; times in nanoseconds of the node's own clock.
 *
 * @param heartbeatNs between two heartbeats of a leader
 * @param heartbeatTimeoutNs silence of its leader after which a follower becomes a candidate
 * @param hopTimeoutNs how long one hop and its acknowledgement take at most: twice the bound on one-way delay
 * @param repairs whether each hop is acknowledged and a silent neighbour passed over
 * @param isWorstOrder whether ids fall along the ring, instead of standing in an order drawn from the cluster's seed
 */
public record RingConfig(
    long heartbeatNs, long heartbeatTimeoutNs, long hopTimeoutNs, boolean repairs, boolean isWorstOrder) {
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
              "hop-timeout",
              250 * MILLISECOND,
              1_000,
              HOUR,
              "how long a hop and its acknowledgement take; half of it is the bound on one-way delay"),
          Parameter.toggle("repair", true, "hops are acknowledged, and a silent neighbour is passed over"),
          Parameter.toggle("worst-order", false, "ids fall along the ring, which costs Chang-Roberts the most"));

  /** Reads the settings. */
  public static RingConfig of(final ParameterValues values) {
    return new RingConfig(
        values.value("heartbeat"),
        values.value("heartbeat-timeout"),
        values.value("hop-timeout"),
        values.isOn("repair"),
        values.isOn("worst-order"));
  }

  /** The bound δ on one-way delay: a hop and its acknowledgement fit into {@code hopTimeoutNs}. */
  public long delayBoundNs() {
    return hopTimeoutNs / 2;
  }

  /** How long a candidate waits for a leader before it takes its token for lost, if an election takes so many hops. */
  long tokenTimeoutNs(final long hops) {
    return (hops + 1) * hopTimeoutNs;
  }

  /** How many messages one hop is. */
  long messagesPerHop() {
    return repairs ? 2 : 1;
  }

  /** What is wrong with the time-outs taken together, empty if nothing is. */
  List<String> conflicts() {
    final List<String> conflicts = new ArrayList<>();
    if (heartbeatTimeoutNs <= heartbeatNs + hopTimeoutNs) {
      conflicts.add(
          "heartbeat time-out too short: heartbeat-timeout=%dns, must exceed heartbeat + hop-timeout = %dns"
              .formatted(heartbeatTimeoutNs, heartbeatNs + hopTimeoutNs));
    }
    return List.copyOf(conflicts);
  }
}
