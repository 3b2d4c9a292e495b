package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs scripted nodes under a plan and keeps what was seen. */
final class RunFixture {
  static final long MS = 1_000_000L;
  static final long SECOND = 1_000 * MS;

  final List<String> seen = new ArrayList<>();
  final Counters counters = new Counters();

  int nodes = 2;
  long seed = 1;
  long durationNs = 10 * SECOND;
  long healNs = FaultPlan.NEVER;
  LinkRules links = LinkRules.CLEAN;
  Delay delay = new Delay.Constant(10 * MS);
  List<FaultPlan.Partition> partitions = List.of();
  List<FaultPlan.Crash> crashes = List.of();
  List<FaultPlan.Pause> pauses = List.of();
  List<FaultPlan.SlowNode> slowNodes = List.of();
  List<FaultPlan.Clock> clocks = List.of();
  List<FaultPlan.Disk> disks = List.of();
  List<FaultPlan.MessageFate> fates = List.of();
  List<FaultPlan.Trigger> triggers = List.of();
  Workload workload = Workload.NONE;
  TraceListener trace;

  FaultPlan plan() {
    return new FaultPlan(
        seed,
        healNs,
        20 * MS,
        links,
        delay,
        List.of(),
        partitions,
        crashes,
        pauses,
        slowNodes,
        clocks,
        disks,
        List.of(),
        fates,
        triggers);
  }

  SimulationResult run(final Function<NodeContext, ? extends ProtocolNode> factory) {
    return new Simulation(
            new SimulationSetup(
                ScriptedNode.spec(factory), ParameterValues.defaultsOf(List.of()), nodes, seed, durationNs, plan()),
            workload,
            observer(),
            trace,
            counters)
        .run();
  }

  private RunObserver observer() {
    return new RunObserver() {
      @Override
      public void onStart(final long timeNs, final int nodeId) {
        seen.add("%d start %d".formatted(timeNs / MS, nodeId));
      }

      @Override
      public void onCrash(final long timeNs, final int nodeId) {
        seen.add("%d crash %d".formatted(timeNs / MS, nodeId));
      }

      @Override
      public void onIndication(
          final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
        seen.add("%d node %d %s %d %d".formatted(timeNs / MS, nodeId, indication, key, value));
      }
    };
  }
}
