package dev.ordeal.protocols.clock.mutex;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * What a node of the mutual exclusion does with the resource, in nanoseconds of its own clock.
 *
 * @param thinkNsMax longest time between giving the resource back and asking again; drawn anew each time
 * @param holdNsMax longest time with the resource; drawn anew each time
 * @param retransmitNs after which time without acknowledgement the reliable link sends again
 */
public record LamportMutexConfig(long thinkNsMax, long holdNsMax, long retransmitNs) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "think", 500 * MILLISECOND, 1, HOUR, "longest time between a release and the next request"),
          Parameter.duration("hold", 20 * MILLISECOND, 1, HOUR, "longest time with the resource"),
          Parameter.duration(
              "retransmit", 200 * MILLISECOND, 1_000, HOUR, "silence after which the reliable link sends again"));

  /** Reads the settings. */
  public static LamportMutexConfig of(final ParameterValues values) {
    return new LamportMutexConfig(values.value("think"), values.value("hold"), values.value("retransmit"));
  }
}
