package dev.ordeal.faultlab.problem;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/** Setups for judges that are told a run by hand. */
public final class Runs {
  private Runs() {}

  /** A run without faults but of clocks, that heals at {@code healNs} and demands progress by {@code recoverByNs}. */
  public static RunSetup of(
      final AlgorithmSpec spec,
      final int nodes,
      final long healNs,
      final long recoverByNs,
      final FaultPlan.Clock... clocks) {
    final FaultPlan plan =
        new FaultPlan(
            1, healNs, 0, LinkRules.CLEAN, new Delay.Constant(1), List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(clocks), List.of(), List.of(), List.of(), List.of());
    return new RunSetup(
        spec,
        ParameterValues.defaultsOf(spec.parameters()),
        WorkloadPlan.defaultsOf(PlannedRun.problemOf(spec).workload()),
        nodes,
        1_000,
        1,
        plan,
        1,
        recoverByNs,
        new Counters());
  }

  /** The properties that a judgement holds broken, in order. */
  public static List<String> broken(final Judgement judgement) {
    return judgement.violations().stream().map(violation -> violation.property().label()).toList();
  }
}
