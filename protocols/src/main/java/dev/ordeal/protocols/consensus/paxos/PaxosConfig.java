package dev.ordeal.protocols.consensus.paxos;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * When a proposer tries again, in nanoseconds of its own clock.
 *
 * @param retryNsMin shortest wait before the next ballot
 * @param spreadNs how much longer the wait may be, for each node of the cluster; drawn anew each time
 * @param isDuelling whether a refused proposer tries again at once, whoever else is at it
 */
public record PaxosConfig(long retryNsMin, long spreadNs, boolean isDuelling) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "retry-min", 500 * MILLISECOND, 1, HOUR, "shortest wait of a proposer before its next ballot"),
          Parameter.duration(
              "retry-spread",
              500 * MILLISECOND,
              1,
              HOUR,
              "how much longer the wait may be, for each node of the cluster; drawn anew each time"),
          Parameter.toggle(
              "duel", false, "a refused proposer tries again at once instead of leaving others time to finish"));

  /** Reads the settings. */
  public static PaxosConfig of(final ParameterValues values) {
    return new PaxosConfig(values.value("retry-min"), values.value("retry-spread"), values.isOn("duel"));
  }
}
