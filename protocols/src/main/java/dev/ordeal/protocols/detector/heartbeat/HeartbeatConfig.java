package dev.ordeal.protocols.detector.heartbeat;

import static dev.ordeal.protocols.detector.Timing.HOUR;
import static dev.ordeal.protocols.detector.Timing.MILLISECOND;
import static dev.ordeal.protocols.detector.Timing.SECOND;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.detector.Timing;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a heartbeat detector, in nanoseconds of the node's own clock.
 *
 * @param intervalNs between two heartbeats of a node
 * @param timeoutNs silence after which a node is suspected, at first
 * @param timeoutStepNs how much longer after each mistake; 0 if the time-out is fixed
 * @param timeoutMaxNs the longest it may become
 */
public record HeartbeatConfig(long intervalNs, long timeoutNs, long timeoutStepNs, long timeoutMaxNs) {
  private static final Parameter INTERVAL =
      Parameter.duration("interval", SECOND, MILLISECOND, HOUR, "time between two heartbeats of a node");
  private static final Parameter TIMEOUT =
      Parameter.duration(
          "timeout", 3 * SECOND, MILLISECOND, HOUR, "silence after which a node is suspected, at first");

  /** The settings of a fixed time-out: the exercise's 1 s and 3 s. */
  public static final List<Parameter> FIXED_PARAMETERS = List.of(INTERVAL, TIMEOUT);

  /** The settings of a time-out that grows. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          INTERVAL,
          TIMEOUT,
          Parameter.duration(
              "timeout-step", SECOND, MILLISECOND, HOUR, "by how much a mistake lengthens the time-out"),
          Parameter.duration("timeout-max", 10 * SECOND, MILLISECOND, HOUR, "how long the time-out may become"));

  /** Reads the settings of a fixed time-out. */
  public static HeartbeatConfig fixed(final ParameterValues values) {
    final long timeoutNs = values.value("timeout");
    return new HeartbeatConfig(values.value("interval"), timeoutNs, 0, timeoutNs);
  }

  /** Reads the settings of a time-out that grows. */
  public static HeartbeatConfig of(final ParameterValues values) {
    return new HeartbeatConfig(
        values.value("interval"),
        values.value("timeout"),
        values.value("timeout-step"),
        values.value("timeout-max"));
  }

  /** What is wrong with the settings taken together, empty if nothing is. */
  public List<String> conflicts() {
    final List<String> conflicts = new ArrayList<>();
    if (timeoutStepNs == 0 && timeoutNs <= intervalNs) {
      conflicts.add(
          "time-out too short: timeout=%dns, must exceed interval=%dns".formatted(timeoutNs, intervalNs));
    }
    if (timeoutMaxNs < timeoutNs) {
      conflicts.add(
          "greatest time-out too short: timeout-max=%dns, min=timeout=%dns".formatted(timeoutMaxNs, timeoutNs));
    }
    return List.copyOf(conflicts);
  }

  /**
   * After what time the suspicions of nodes that watch one another in this way are right and stay so, given that from
   * time H on every message takes at most δ, and clocks drift by at most {@link Timing#DRIFT_PPB}.
   *
   * <p>Derivation. Two heartbeats of a live node arrive no more than s = interval + δ apart, drift added.
   *
   * <ol>
   *   <li>The last heartbeat of a node that is down arrives by δ after H or its crash; it is suspected a time-out
   *       later.
   *   <li>A live node that is suspected at H is heard of by H + s, and trusted.
   *   <li>It is not suspected again if the time-out is at least s. A time-out that is at least s from the start always
   *       is. So is one that is shorter than two heartbeats are ever close together, interval − δ, if one step takes it
   *       to s: one mistake is made by H + 2s at the latest, put right an s later, and none after. In between there is
   *       no bound: a rare delay may cause the mistake that teaches enough at any time.
   * </ol>
   *
   * <p>Together timeout-max + 2δ + 4s; {@link Long#MAX_VALUE} without a bound.
   */
  public long settlingBoundNs(final long delayBoundNs) {
    final long longestNs = Timing.drifted(Timing.plus(intervalNs, delayBoundNs));
    final boolean isLongEnough = timeoutNs >= longestNs;
    final boolean isTaughtByOne =
        Timing.drifted(timeoutNs) < intervalNs - delayBoundNs
            && Math.min(timeoutNs + timeoutStepNs, timeoutMaxNs) >= longestNs;
    return isLongEnough || isTaughtByOne ? timeoutMaxNs + 2 * delayBoundNs + 4 * longestNs : Long.MAX_VALUE;
  }
}
