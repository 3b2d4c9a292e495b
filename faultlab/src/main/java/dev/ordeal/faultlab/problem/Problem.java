package dev.ordeal.faultlab.problem;

import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.simulation.Simulation;
import dev.ordeal.faultlab.simulation.SimulationResult;
import dev.ordeal.faultlab.simulation.SimulationSetup;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;

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
   * @param budget heals, at a time within the run
   */
  default List<String> warnings(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final WorkloadPlan workload,
      final int clusterSize,
      final FailureBudget budget,
      final long durationNs) {
    return List.of();
  }

  /** Says what of a workload cannot be run with an algorithm and a budget, a clause each. */
  default List<String> conflicts(
      final AlgorithmSpec spec, final WorkloadPlan workload, final int clusterSize, final FailureBudget budget) {
    return List.of();
  }

  /**
   * Why a cell lies beyond an algorithm's model, a clause each; empty if it lies inside.
   *
   * @param byBudget the reasons that its budget gives
   */
  default List<String> beyond(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final WorkloadPlan workload,
      final int clusterSize,
      final FailureBudget budget,
      final List<String> byBudget) {
    return byBudget;
  }

  /** What is measured. */
  List<Measure> measures();

  /** Places where bugs live, whose visits a judgement counts: its {@link Judgement#coverage()} has these names. */
  default List<String> coverage() {
    return List.of();
  }

  /**
   * What a client's request asks for, as a script writes it; empty if this problem has no scripts or the request begins
   * no operation. The buffer is valid during the call.
   */
  default Optional<String> scripted(final DirectBuffer request, final int offset, final int length) {
    return Optional.empty();
  }

  /**
   * Looks at a scripted operation before anything runs.
   *
   * @throws IllegalArgumentException if a cluster of this size cannot be asked for it
   */
  default void checkOperation(final String operation, final int clusterSize) {}

  /** The judge of one run, with the run's clients. */
  RunJudge newJudge(RunSetup setup);

  /**
   * Runs a run before its judge: in simulated time, unless the workload asks for another scheduler.
   *
   * @param trace may be null
   */
  default SimulationResult run(final RunSetup setup, final RunJudge judge, final TraceListener trace) {
    return new Simulation(
            new SimulationSetup(
                setup.spec(), setup.values(), setup.clusterSize(), setup.seed(), setup.durationNs(), setup.plan()),
            judge.clients(),
            judge,
            trace,
            setup.counters())
        .run();
  }
}
