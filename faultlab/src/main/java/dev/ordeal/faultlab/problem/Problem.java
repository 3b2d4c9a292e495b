package dev.ordeal.faultlab.problem;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/**
 * A problem of distributed computing: what is asked for, how it is exercised, how it is judged. Found by service
 * loader.
 */
public interface Problem {
  /** The name in files, tables and plots. */
  String name();

  /** What algorithms of this problem may promise; all are judged, promised or not. */
  List<Property> properties();

  /** How its clients may be set, as the {@code workload} section of an experiment names it; empty without clients. */
  default List<Parameter> workload() {
    return List.of();
  }

  /**
   * Says what is allowed of a workload and probably not meant, a sentence each.
   *
   * @param healedNs how much of the run follows healing
   */
  default List<String> warnings(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final WorkloadPlan workload,
      final int clusterSize,
      final long delayBoundNs,
      final long healedNs) {
    return List.of();
  }

  /** What is measured. */
  List<Measure> measures();

  /** Places where bugs live, whose visits a judgement counts: its {@link Judgement#coverage()} has these names. */
  default List<String> coverage() {
    return List.of();
  }

  /** The judge of one run, with the run's clients. */
  RunJudge newJudge(RunSetup setup);
}
