package dev.ordeal.protocols.core;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What an algorithm says of itself. The lab finds specs with {@link java.util.ServiceLoader}, so an algorithm in
 * somebody's own jar is one of ours.
 *
 * <p>Immutable; any thread.
 */
public interface AlgorithmSpec {
  /** The name in files, tables and plots: lower-case words joined by hyphens. */
  String name();

  /** The name of the problem it solves; the problem owns the checkers and the workload. */
  String problem();

  /** Authors, title, year, section. */
  String paper();

  /** What the algorithm assumes: compared by a test with the pinned table of models. */
  FaultModel model();

  /** What it promises inside its model. */
  Set<Property> promises();

  /** What it promises when it is set so: some settings are options that a promise depends on. */
  default Set<Property> promises(final ParameterValues values) {
    return promises();
  }

  /** What it needs stable storage for, or "none". */
  String storageNeeds();

  /** The roles its nodes take, the first being the role of those that have no other. */
  default List<String> roles() {
    return List.of("member");
  }

  /** The role of one node. */
  default String roleOf(final int nodeId, final int clusterSize) {
    return roles().get(0);
  }

  /** The nodes that have a role, in order. */
  default List<Integer> nodesOf(final String role, final int clusterSize) {
    return IntStream.range(0, clusterSize).filter(id -> roleOf(id, clusterSize).equals(role)).boxed().toList();
  }

  /** Class-path names of the SBE schemas its messages and records are written in. */
  List<String> schemas();

  /** Names of its states, by ordinal, for traces and triggers. */
  List<String> stateNames();

  /** Its settings. */
  List<Parameter> parameters();

  /** Says what is wrong with values that are each in range but not together; empty if nothing is. */
  default List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return List.of();
  }

  /**
   * The longest one-way delay, in nanoseconds, under which the promises hold: a synchronous algorithm's time-outs are
   * built on it. {@link Long#MAX_VALUE} if any delay will do.
   */
  default long delayBoundNs(final ParameterValues values) {
    return Long.MAX_VALUE;
  }

  /**
   * How many nodes may be down before a promise is lost: as the model says, unless the settings allow for fewer.
   */
  default int crashesMax(final ParameterValues values, final int clusterSize) {
    return model().crashesMax().applyAsInt(clusterSize);
  }

  /**
   * How far clocks may drift, in parts per billion either way, while the promises of progress hold; counts only if the
   * model admits drift. {@link Long#MAX_VALUE} if any drift will do.
   */
  default long driftBoundPpb(final ParameterValues values) {
    return Long.MAX_VALUE;
  }

  /**
   * How far a wall clock may be from true time, in nanoseconds, jumps included, while the promises hold. {@link
   * Long#MAX_VALUE} if it does not matter.
   */
  default long clockErrorBoundNs(final ParameterValues values) {
    return Long.MAX_VALUE;
  }

  /**
   * How long after healing progress may take, in nanoseconds of true time, given the bound on one-way delay that then
   * holds, on clocks that run true; the lab stretches it by the drift of a run. A randomised algorithm's bound is
   * exceeded with a probability of at most 10⁻⁶.
   */
  long recoveryBoundNs(ParameterValues values, int clusterSize, long delayBoundNs);

  /**
   * How long two leaders may overlap without breaking {@link Property#ONE_LEADER_AT_A_TIME}, in nanoseconds, given the
   * bound on one-way delay.
   */
  default long overlapToleranceNs(final long delayBoundNs) {
    return 0;
  }

  /**
   * The most messages that an election takes from the start of all nodes until all agree, if nothing goes wrong and all
   * start at once; {@link Long#MAX_VALUE} if no bound is claimed. Judged as {@link Property#MESSAGE_BOUND}.
   */
  default long electionMessagesMax(final ParameterValues values, final int clusterSize) {
    return Long.MAX_VALUE;
  }

  /**
   * The most messages that all nodes send in a time of {@code spanNs} in which no election is held; {@link
   * Long#MAX_VALUE} if no bound is claimed. Judged as {@link Property#QUIESCENCE}.
   */
  default long upkeepMessagesMax(final ParameterValues values, final int clusterSize, final long spanNs) {
    return Long.MAX_VALUE;
  }

  /** Builds one node. Called for each node, and again for each restart. */
  ProtocolNode newNode(NodeContext context, ParameterValues values);

  /**
   * Builds one node without the layers that make its links reliable: for a driver whose links lose and repeat nothing.
   */
  default ProtocolNode newBareNode(final NodeContext context, final ParameterValues values) {
    return newNode(context, values);
  }
}
