package dev.ordeal.protocols.commit.paxoscommit;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/** The settings of Paxos Commit: those all commit protocols share, and how many acceptors may fail. */
final class PaxosCommitConfig {
  private static final String FAILURES = "acceptor-failures";

  /** The settings as an experiment file names them. */
  static final List<Parameter> PARAMETERS = parameters();

  private PaxosCommitConfig() {}

  /** How many acceptors there are: 2F + 1, or as many as a smaller cluster allows. */
  static int acceptors(final ParameterValues values, final int clusterSize) {
    return 2 * (int) Math.min(values.value(FAILURES), (clusterSize - 1) / 2) + 1;
  }

  private static List<Parameter> parameters() {
    final List<Parameter> parameters = new ArrayList<>(CommitConfig.PARAMETERS);
    parameters.add(
        Parameter.count(FAILURES, 1, 1, 16, "acceptors F that may fail; nodes 0 to 2F are acceptors, if there are"));
    return List.copyOf(parameters);
  }
}
