package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.Simulation;
import dev.ordeal.faultlab.simulation.SimulationSetup;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Clocks are off by what the plan says: nodes that wake by their own clocks, watched by true time. */
final class ClockChecks {
  private static final long S = 1_000_000_000;
  private static final long DURATION_NS = 1_000 * S;
  private static final long[] OFFSET_NS = {0, 3 * S, 250_000_000, 0};
  private static final long[] DRIFT_PPB = {0, 0, 200_000, -100_000};

  /** Rounding of a clock that shows whole nanoseconds. */
  private static final long TOLERANCE_NS = 2;

  private final Examination examination;
  private final UnaryOperator<FaultPlan.Clock> flaw;

  ClockChecks(final Examination examination) {
    this(examination, UnaryOperator.identity());
  }

  /** For tests: the clocks that run are not quite those that are judged. */
  ClockChecks(final Examination examination, final UnaryOperator<FaultPlan.Clock> flaw) {
    this.examination = examination;
    this.flaw = flaw;
  }

  void run() {
    final int clusterSize = OFFSET_NS.length;
    final List<FaultPlan.Clock> clocks =
        IntStream.range(0, clusterSize)
            .mapToObj(node -> new FaultPlan.Clock(node, OFFSET_NS[node], DRIFT_PPB[node], List.of()))
            .map(flaw)
            .toList();
    final FaultPlan calm =
        Examination.plan(
            examination.seedOf("clocks"), LinkRules.CLEAN, new Delay.Constant(1_000_000), FaultPlan.NEVER, 0);
    final FaultPlan plan =
        new FaultPlan(
            calm.seed(),
            calm.healNs(),
            calm.healedDelayMaxNs(),
            calm.links(),
            calm.delay(),
            calm.overrides(),
            calm.partitions(),
            calm.crashes(),
            calm.pauses(),
            calm.slowNodes(),
            clocks,
            calm.disks(),
            calm.byzantine(),
            calm.fates(),
            calm.triggers());
    final WakingSpec spec = new WakingSpec();
    final long[] wakings = new long[clusterSize];
    final long[] worstNs = new long[clusterSize];
    new Simulation(
            new SimulationSetup(
                spec, ParameterValues.defaultsOf(spec.parameters()), clusterSize, 1, DURATION_NS, plan),
            Workload.NONE,
            (timeNs, nodeId, indication, key, value) -> {},
            (kind, timeNs, nodeId, peerId, key, value, body, offset, length) -> {
              if (kind == TraceKind.DEADLINE) {
                wakings[nodeId]++;
                final long expectedNs = timeNs + OFFSET_NS[nodeId] + timeNs / 1_000 * DRIFT_PPB[nodeId] / 1_000_000;
                worstNs[nodeId] = Math.max(worstNs[nodeId], Math.abs(key - expectedNs));
              }
            },
            new Counters())
        .run();
    for (int node = 0; node < clusterSize; node++) {
      final long ownNs = DURATION_NS + DURATION_NS / 1_000 * DRIFT_PPB[node] / 1_000_000;
      final long expected = ownNs / WakingSpec.PERIOD_NS;
      examination.exact(
          "clocks",
          "offset %dms, drift %dppm, 1000s".formatted(OFFSET_NS[node] / 1_000_000, DRIFT_PPB[node] / 1_000),
          expected + " wakings, within " + TOLERANCE_NS + "ns",
          wakings[node] + ", off by at most " + worstNs[node] + "ns",
          Math.abs(wakings[node] - expected) <= 1 && worstNs[node] <= TOLERANCE_NS);
    }
  }
}
