package dev.ordeal.protocols.consensus.chandratoueg;

import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import java.util.List;

/**
 * The failure detector inside, and the links below.
 *
 * @param heartbeats the detector's settings
 * @param retransmitNs after which time without acknowledgement the reliable link sends again
 * @param repairNs after which time a node that waits asks what links may have lost
 */
public record ChandraTouegConfig(HeartbeatConfig heartbeats, long retransmitNs, long repairNs) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them; those of the detector are called as its own are. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "interval", 100 * MILLISECOND, MILLISECOND, HOUR, "time between two heartbeats of a node"),
          Parameter.duration(
              "timeout", 500 * MILLISECOND, MILLISECOND, HOUR, "silence after which a node is suspected, at first"),
          Parameter.duration(
              "timeout-step",
              250 * MILLISECOND,
              MILLISECOND,
              HOUR,
              "by how much a mistake lengthens the time-out"),
          Parameter.duration(
              "timeout-max", 3_000 * MILLISECOND, MILLISECOND, HOUR, "how long the time-out may become"),
          Parameter.duration(
              "retransmit", 200 * MILLISECOND, 1_000, HOUR, "silence after which the reliable link sends again"),
          ConsensusSpec.REPAIR);

  /** Reads the settings. */
  public static ChandraTouegConfig of(final ParameterValues values) {
    return new ChandraTouegConfig(HeartbeatConfig.of(values), values.value("retransmit"), values.value("repair"));
  }

  /** Whether the time-out can never come to outlast the pause between two heartbeats. */
  public boolean isNeverAccurate() {
    return heartbeats.timeoutMaxNs() < heartbeats.intervalNs();
  }

  /**
   * By how long after healing what waited in links has arrived and the detectors are right and stay so, given the bound
   * δ on one-way delay: {@link HeartbeatConfig#settlingBoundNs}, but 0 for one that is never accurate, so that a
   * decision is due by when it would be if it were; then 32 retransmission times and 3 δ. {@link Long#MAX_VALUE} if
   * they never are, or if a node may leave a round before it can be over: if a repair time, by a clock that runs a
   * tenth fast, is not longer than 4 δ.
   */
  public long settlingBoundNs(final long delayBoundNs) {
    final long accurateNs = isNeverAccurate() ? 0 : heartbeats.settlingBoundNs(delayBoundNs);
    return accurateNs == Long.MAX_VALUE || repairNs < 5 * delayBoundNs
        ? Long.MAX_VALUE
        : accurateNs + 32 * retransmitNs + 3 * delayBoundNs;
  }
}
