package dev.ordeal.faultlab.scenario;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
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

  /** The same run with clients that invoke exactly this. */
  public PlannedRun withScript(final List<ScriptedOperation> script) {
    final WorkloadPlan other = new WorkloadPlan(workload.values(), script);
    return new PlannedRun(name, problem, spec, values, other, clusterSize, durationNs, seed, plan);
  }

  /**
   * The same without one node: those above it are numbered one less, in the clients' script, too. What clients would
   * have invoked on it is left out; if nothing else would be left of the script, it is invoked on node 0.
   *
   * @param newPlan what goes wrong, renumbered
   */
  public PlannedRun withoutNode(final int nodeId, final FaultPlan newPlan) {
    final boolean isOnlyOne = workload.script().stream().allMatch(operation -> operation.nodeId() == nodeId);
    final List<ScriptedOperation> script = new ArrayList<>();
    for (final ScriptedOperation one : workload.script()) {
      if (isOnlyOne || one.nodeId() != nodeId) {
        final int renumbered = isOnlyOne ? 0 : one.nodeId() > nodeId ? one.nodeId() - 1 : one.nodeId();
        script.add(new ScriptedOperation(one.atNs(), one.client(), renumbered, one.operation()));
      }
    }
    return new PlannedRun(
        name,
        problem,
        spec,
        values,
        new WorkloadPlan(workload.values(), script),
        clusterSize - 1,
        durationNs,
        seed,
        newPlan);
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
