package dev.ordeal.faultlab.problem.consensus;

import dev.ordeal.faultlab.exploration.AdversaryRun;
import dev.ordeal.faultlab.exploration.ExplorationPlan;
import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.PossibleFaults;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.simulation.SimulationResult;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.TimingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Single-shot consensus. Each node has a client, which hands it one value. */
public final class ConsensusProblem implements Problem {
  /** How many rounds a decision takes. */
  public static final Measure ROUNDS =
      new Measure(
          "rounds",
          Measure.Kind.COUNTS,
          "For each node's first decision, the highest round (phase, ballot) that any node had entered by then.");

  /** How many rounds theory allows. */
  public static final Measure ROUNDS_MAX =
      new Measure(
          "rounds-max",
          Measure.Kind.COUNTS,
          "By which round the algorithm's bound says that all decide, with as many nodes crashed as had been when the"
              + " last of them did; one value a run with a decision, where there is such a bound.");

  /** What a decision costs. */
  public static final Measure MESSAGES =
      new Measure(
          "messages",
          Measure.Kind.COUNTS,
          "Messages handed to links until the last node to decide has, those of layers below included; one value a"
              + " run with a decision.");

  /** How long a decision takes. */
  public static final Measure TIME_TO_DECIDE =
      new Measure(
          "time-to-decide",
          Measure.Kind.DURATIONS,
          "From a node's proposal until it decides; a wait that a crash or the run's end cuts short is left out.");

  /** How many nodes decide. */
  public static final Measure DECIDED =
      new Measure(
          "decided",
          Measure.Kind.FRACTION,
          "Share of the nodes alive at the run's end that had decided in their last life.");

  /** How long an adversary keeps all from deciding. */
  public static final Measure STEPS_UNDECIDED =
      new Measure(
          "steps-undecided",
          Measure.Kind.COUNTS,
          "Steps of all nodes together before the one that decides, or as many as an adversary was asked for; none"
              + " where time schedules.");

  /** Whether two nodes decided differently. */
  public static final Measure DISAGREED =
      new Measure("disagreed", Measure.Kind.HAPPENED, "Whether two nodes decided differently.");

  /** How many values there are to choose from. */
  static final String VALUES = "values";

  /** How many steps an adversary schedules, or 0 if time decides what comes next. */
  static final String ADVERSARY = "adversary-steps";

  /** Within which time from the start proposals come. */
  static final String SPREAD = "spread";

  private static final int STEPS_MAX = 1_000_000;
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** Found by service loader. */
  public ConsensusProblem() {}

  @Override
  public String name() {
    return "consensus";
  }

  @Override
  public List<Property> properties() {
    return List.of(Property.VALIDITY, Property.UNIFORM_AGREEMENT, Property.INTEGRITY, Property.TERMINATION);
  }

  @Override
  public List<Parameter> workload() {
    return List.of(
        Parameter.count(
            VALUES, 2, 1, ConsensusNode.VALUES_MAX, "values are drawn from 0 to one less than this, node by node"),
        Parameter.duration(
            SPREAD, 500 * MILLISECOND, 0, HOUR, "each node's proposal comes at a time drawn from so long a start"),
        Parameter.count(
            ADVERSARY,
            0,
            0,
            STEPS_MAX,
            "an adversary schedules so many steps, or until somebody decides, and hands out the values in turn;"
                + " 0: time schedules"));
  }

  /** An adversary decides all there is to go wrong, and has no say in rounds. */
  @Override
  public List<String> conflicts(
      final AlgorithmSpec spec, final WorkloadPlan workload, final int clusterSize, final FailureBudget budget) {
    if (stepsOfAdversary(workload) == 0) {
      return List.of();
    }
    final List<String> conflicts = new ArrayList<>();
    PossibleFaults.in(budget)
        .forEach(
            (kind, figures) ->
                conflicts.add(
                    "faults and an adversary, which decides alone what goes wrong: fault=%s (%s)"
                        .formatted(kind.label(), figures)));
    if (budget.healNs() != FaultPlan.NEVER) {
      conflicts.add(
          "healing and an adversary, whose links never mend: heal=" + Quantities.formatDuration(budget.healNs()));
    }
    if (spec.model().timing() == TimingModel.SYNCHRONOUS) {
      conflicts.add("rounds and an adversary, which has no say in them");
    }
    final long values = workload.values().value(VALUES);
    if (spec instanceof ConsensusSpec consensus && values > consensus.valuesMax()) {
      conflicts.add(
          "more values to hand out than the algorithm takes: values=%d, max=%d"
              .formatted(values, consensus.valuesMax()));
    }
    if (clusterSize > ExplorationPlan.NODES_MAX) {
      conflicts.add(
          "too many nodes for an adversary: nodes=%d, max=%d".formatted(clusterSize, ExplorationPlan.NODES_MAX));
    }
    return conflicts;
  }

  /**
   * Where an algorithm counts on time, an adversary withholds it; what links would do has no say then. Where time
   * schedules, proposals may come too late.
   */
  @Override
  public List<String> beyond(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final WorkloadPlan workload,
      final int clusterSize,
      final FailureBudget budget,
      final List<String> byBudget) {
    if (stepsOfAdversary(workload) == 0) {
      final List<String> reasons = new ArrayList<>(byBudget);
      final long lastNs = Proposals.lastNs(workload);
      if (spec instanceof ConsensusSpec consensus && lastNs >= consensus.proposalsBeforeNs(values)) {
        reasons.add(
            "proposals may come when the first round has begun, and have no say then (spread=%s, first round at %s)"
                .formatted(
                    Quantities.formatDuration(workload.values().value(SPREAD)),
                    Quantities.formatDuration(consensus.proposalsBeforeNs(values))));
      }
      return List.copyOf(reasons);
    }
    return isTimeNeeded(spec)
        ? List.of("an adversary bounds no delay (timing=%s)".formatted(spec.model().timing().label()))
        : List.of();
  }

  @Override
  public SimulationResult run(final RunSetup setup, final RunJudge judge, final TraceListener trace) {
    final int stepsMax = stepsOfAdversary(setup.workload());
    if (stepsMax == 0) {
      return Problem.super.run(setup, judge, trace);
    }
    return AdversaryRun.run(
        new ExplorationPlan(setup.spec(), setup.values(), handedOut(setup), 0, 0, 0, 0, 1, 1),
        setup.seed(),
        stepsMax,
        setup.durationNs(),
        judge,
        setup.counters(),
        trace);
  }

  /** What an adversary hands each node, in order. */
  static List<Long> handedOut(final RunSetup setup) {
    final long values = setup.workload().values().value(VALUES);
    return LongStream.range(0, setup.clusterSize()).mapToObj(id -> id % values).toList();
  }

  static int stepsOfAdversary(final WorkloadPlan workload) {
    return (int) workload.values().value(ADVERSARY);
  }

  static boolean isTimeNeeded(final AlgorithmSpec spec) {
    return spec.model().timing() != TimingModel.ASYNCHRONOUS;
  }

  /** Says if values are proposed that the algorithm knows nothing of, or too late for a decision to be demanded. */
  @Override
  public List<String> warnings(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final WorkloadPlan workload,
      final int clusterSize,
      final FailureBudget budget,
      final long durationNs) {
    final List<String> warnings = new ArrayList<>();
    final long proposed = workload.values().value(VALUES);
    if (spec instanceof ConsensusSpec consensus && proposed > consensus.valuesMax()) {
      warnings.add(
          "more values than the algorithm takes; nodes with the others propose nothing: values=%d, max=%d"
              .formatted(proposed, consensus.valuesMax()));
    }
    final long boundNs = spec.recoveryBoundNs(values, clusterSize, budget.healedDelayMaxNs());
    final long afterLastNs = durationNs - Math.max(budget.healNs(), Proposals.lastNs(workload));
    if (boundNs > afterLastNs && boundNs <= durationNs - budget.healNs()) {
      warnings.add(
          "proposals may come too late to demand decisions: spread=%s, recovery bound=%s, duration=%s"
              .formatted(
                  Quantities.formatDuration(workload.values().value(SPREAD)),
                  Quantities.formatDuration(boundNs),
                  Quantities.formatDuration(durationNs)));
    }
    return warnings;
  }

  @Override
  public List<Measure> measures() {
    return List.of(ROUNDS, ROUNDS_MAX, MESSAGES, TIME_TO_DECIDE, DECIDED, STEPS_UNDECIDED, DISAGREED);
  }

  @Override
  public List<String> coverage() {
    return ConsensusJudge.COVERAGE;
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new ConsensusJudge(setup);
  }
}
