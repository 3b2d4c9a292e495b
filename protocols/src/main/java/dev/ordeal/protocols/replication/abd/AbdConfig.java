package dev.ordeal.protocols.replication.abd;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * The settings of ABD.
 *
 * @param retransmitNs how long a phase waits, in nanoseconds of the node's own clock, before it asks again those that
 *     have not answered
 * @param operationsMax how many operations a node carries out at once; it refuses more
 */
public record AbdConfig(long retransmitNs, int operationsMax) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "retransmit", 200 * MILLISECOND, 1_000, HOUR, "wait before those that have not answered are asked again"),
          Parameter.count(
              "operations-max", 64, 1, Operation.SLOTS_MAX, "operations a node carries out at once; it refuses more"));

  /** Reads the settings. */
  public static AbdConfig of(final ParameterValues values) {
    return new AbdConfig(values.value("retransmit"), (int) values.value("operations-max"));
  }
}
