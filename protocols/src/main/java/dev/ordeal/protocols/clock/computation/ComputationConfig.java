package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * What a process does of its own accord.
 *
 * @param pauseNsMax longest time between two events of its own, by its own clock; drawn anew each time
 * @param sendPercent how many of a hundred of them send a message, to a process drawn anew; the others are local
 */
public record ComputationConfig(long pauseNsMax, int sendPercent) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings that all computations share, as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration("pause", 20 * MILLISECOND, 1, HOUR, "longest time between two events of a process's own"),
          Parameter.count("sends", 50, 0, 100, "how many of a hundred of those send a message"));

  /** Reads the settings. */
  public static ComputationConfig of(final ParameterValues values) {
    return new ComputationConfig(values.value("pause"), (int) values.value("sends"));
  }
}
