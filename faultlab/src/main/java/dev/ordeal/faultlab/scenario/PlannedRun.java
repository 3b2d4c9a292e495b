package dev.ordeal.faultlab.scenario;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * One run, wholly determined: whom, how many, how long, with which seed, and what goes wrong. Immutable.
 *
 * @param name names the run in reports
 * @param workload what the clients do
 * @param seed decides what nodes and clients draw
 */
public record PlannedRun(
    String name,
    Problem problem,
    AlgorithmSpec spec,
    ParameterValues values,
    WorkloadPlan workload,
    int clusterSize,
    long durationNs,
    long seed,
    FaultPlan plan) {
  /** The run of one seed of a cell, with a plan that was drawn for it or edited since. */
  public static PlannedRun of(final Cell cell, final long seed, final FaultPlan plan) {
    return new PlannedRun(
        cell.key(),
        cell.problem(),
        cell.spec(),
        cell.values(),
        cell.workload(),
        cell.clusterSize(),
        cell.durationNs(),
        seed,
        plan);
  }

  /** The problem an algorithm solves. */
  public static Problem problemOf(final AlgorithmSpec spec) {
    return ServiceLoader.load(Problem.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(problem -> problem.name().equals(spec.problem()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such problem: problem=" + spec.problem()));
  }

  /** What the algorithm promises, set as it is here. */
  public Set<Property> promises() {
    return spec.promises(values);
  }

  /** The same run of another algorithm, or of a broken twin, each at its own values. */
  public PlannedRun on(final AlgorithmSpec other, final ParameterValues otherValues) {
    return new PlannedRun(name, problemOf(other), other, otherValues, workload, clusterSize, durationNs, seed, plan);
  }

  /** The same run with another plan. */
  public PlannedRun withPlan(final FaultPlan other) {
    return new PlannedRun(name, problem, spec, values, workload, clusterSize, durationNs, seed, other);
  }

  /** The same run of another length. */
  public PlannedRun withDuration(final long otherNs) {
    return new PlannedRun(name, problem, spec, values, workload, clusterSize, otherNs, seed, plan);
  }

  /** The same run of another number of nodes. */
  public PlannedRun withClusterSize(final int nodes) {
    return new PlannedRun(name, problem, spec, values, workload, nodes, durationNs, seed, plan);
  }

  /** Runs it. The same run gives the same record, whatever listens; {@code trace} may be null. */
  public RunRecord run(final TraceListener trace) {
    return RunExecutor.execute(cell(), 0, seed, plan, trace);
  }

  /** What a judge is told of this run. */
  public RunSetup setup(final Counters counters) {
    return RunExecutor.setup(cell(), seed, plan, counters);
  }

  /** A cell of this run alone: its budget is what the plan says of links and healing. */
  private Cell cell() {
    final FailureBudget budget =
        new FailureBudget(
            plan.links(),
            plan.delay(),
            plan.overrides(),
            FailureBudget.Partitions.NONE,
            FailureBudget.Crashes.NONE,
            FailureBudget.Pauses.NONE,
            FailureBudget.Slow.NONE,
            FailureBudget.Clocks.EXACT,
            FailureBudget.Disks.IDEAL,
            FailureBudget.Byzantine.NONE,
            plan.triggers(),
            plan.healNs(),
            plan.healedDelayMaxNs(),
            false);
    return new Cell(name, name, Map.of(), problem, spec, values, workload, clusterSize, durationNs, budget, List.of());
  }
}
