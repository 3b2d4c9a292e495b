package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * The rounds, in nanoseconds of the node's own clock.
 *
 * @param faults f: how many crashes are borne, at most; of n nodes never more than n − 1
 * @param startAfterNs how long after its start a node begins its first round: proposals are in by then
 * @param roundNs how long a round is
 */
public record FloodingConfig(int faults, long startAfterNs, long roundNs) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;
  private static final int FAULTS_MAX = 10_000;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.count(
              "faults", FAULTS_MAX, 0, FAULTS_MAX, "f, how many crashes are borne; of n nodes at most n - 1"),
          Parameter.duration(
              "first-round", 1_000 * MILLISECOND, 0, HOUR, "when the first round begins, after the node's start"),
          Parameter.duration("round", 200 * MILLISECOND, 2, HOUR, "a round's length: more than any message takes"));

  /** Reads the settings. */
  public static FloodingConfig of(final ParameterValues values) {
    return new FloodingConfig((int) values.value("faults"), values.value("first-round"), values.value("round"));
  }

  /** f of so many nodes. */
  public int faultsOf(final int clusterSize) {
    return Math.min(faults, clusterSize - 1);
  }
}
