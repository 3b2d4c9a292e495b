package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.List;
import java.util.Set;

/** A run written down by hand, event by event, for the judge alone. */
final class HandMadeRun {
  final Counters counters = new Counters();
  private final ElectionJudge judge;

  HandMadeRun(final int clusterSize, final long toleranceNs, final long recoverByNs, final Property... promises) {
    final FaultPlan plan =
        new FaultPlan(
            1, FaultPlan.NEVER, 0, LinkRules.CLEAN, new Delay.Constant(1), List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    final AlgorithmSpec spec = new ScriptSpec(toleranceNs, Set.of(promises));
    final ParameterValues values = ParameterValues.defaultsOf(spec.parameters());
    judge =
        new ElectionJudge(
            new RunSetup(spec, values, WorkloadPlan.NONE, clusterSize, 100, 1, plan, 1, recoverByNs, counters));
  }

  /** A run of three nodes, all started at 0, that demands no progress. */
  static HandMadeRun ofThree() {
    return new HandMadeRun(3, 0, FaultPlan.NEVER).startAll(3);
  }

  HandMadeRun startAll(final int clusterSize) {
    for (int node = 0; node < clusterSize; node++) {
      start(0, node);
    }
    return this;
  }

  HandMadeRun start(final long timeNs, final int nodeId) {
    judge.onStart(timeNs, nodeId);
    return this;
  }

  HandMadeRun crash(final long timeNs, final int nodeId) {
    judge.onCrash(timeNs, nodeId);
    return this;
  }

  HandMadeRun leader(final long timeNs, final int nodeId, final long epoch, final long leader) {
    judge.onIndication(timeNs, nodeId, Indication.LEADER, epoch, leader);
    return this;
  }

  HandMadeRun election(final long timeNs, final int nodeId, final long epoch) {
    judge.onIndication(timeNs, nodeId, Indication.ELECTION, epoch, nodeId);
    return this;
  }

  HandMadeRun logEnd(final int nodeId, final long term, final long index) {
    judge.onIndication(0, nodeId, Indication.LOG_END, term, index);
    return this;
  }

  HandMadeRun sends(final long messages) {
    counters.sends += messages;
    counters.sentBytes += 10 * messages;
    return this;
  }

  Judgement finish(final long endNs) {
    return judge.finish(endNs);
  }

  static List<Property> broken(final Judgement judgement) {
    return judgement.violations().stream().map(Judgement.Violation::property).toList();
  }

  /** Says what it promises and nothing else: these runs have no nodes. */
  private record ScriptSpec(long toleranceNs, Set<Property> promises) implements AlgorithmSpec {
    @Override
    public String name() {
      return "hand-made";
    }

    @Override
    public String problem() {
      return "election";
    }

    @Override
    public String paper() {
      return "none";
    }

    @Override
    public FaultModel model() {
      return new FaultModel(TimingModel.ASYNCHRONOUS, Set.of(), n -> 0, n -> 0);
    }

    @Override
    public String storageNeeds() {
      return "none";
    }

    @Override
    public List<String> schemas() {
      return List.of();
    }

    @Override
    public List<String> stateNames() {
      return List.of();
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
      return Long.MAX_VALUE; // what is judged by it has tests of its own
    }

    @Override
    public long overlapToleranceNs(final long delayBoundNs) {
      return toleranceNs;
    }

    @Override
    public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
      throw new IllegalStateException("a hand-made run has no nodes");
    }
  }
}
