package dev.ordeal.faultlab.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelCheckTest {
  private static final int NODES = 5;
  private static final long DURATION_NS = 60 * Budgets.S;

  /** A spec with nothing but a model. */
  private record Assumptions(FaultModel model, long boundNs, long clockErrorNs) implements AlgorithmSpec {
    Assumptions(final FaultModel model, final long boundNs) {
      this(model, boundNs, Long.MAX_VALUE);
    }

    @Override
    public long clockErrorBoundNs(final ParameterValues values) {
      return clockErrorNs;
    }

    @Override
    public String name() {
      return "assumptions";
    }

    @Override
    public String problem() {
      return "none";
    }

    @Override
    public String paper() {
      return "none";
    }

    @Override
    public Set<Property> promises() {
      return Set.of();
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
    public long delayBoundNs(final ParameterValues values) {
      return boundNs;
    }

    @Override
    public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
      return 0;
    }

    @Override
    public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
      throw new UnsupportedOperationException("only a model");
    }
  }

  private static List<String> beyond(
      final TimingModel timing, final Set<FaultKind> admitted, final long boundNs, final FailureBudget budget) {
    final FaultModel model = new FaultModel(timing, admitted, n -> (n - 1) / 2, n -> 0);
    return ModelCheck.beyond(
        new Assumptions(model, boundNs), ParameterValues.of(List.of(), Map.of()), NODES, DURATION_NS, budget);
  }

  @Test
  void shouldFindACalmBudgetInsideEveryModel() {
    assertEquals(List.of(), beyond(TimingModel.SYNCHRONOUS, Set.of(), 1_000_000, Budgets.CALM));
  }

  @Test
  void shouldNameEveryKindThatIsNotAdmitted() {
    final List<String> reasons =
        beyond(TimingModel.ASYNCHRONOUS, Set.of(), Long.MAX_VALUE, Budgets.everything(false));
    for (final FaultKind kind : FaultKind.values()) {
      final String start = kind.label() + " is not admitted (";
      assertEquals(1, reasons.stream().filter(reason -> reason.startsWith(start)).count(), start);
    }
    assertEquals(
        List.of(
            "reordering is not admitted and delays let messages overtake (delay=uniform(1ms, 2ms), fifo=false)",
            "more nodes lie than the model bears (byzantine=2, max=0 of 5 nodes)"),
        reasons.stream().filter(reason -> !reason.contains("is not admitted (")).toList());
  }

  @Test
  void shouldAdmitEverythingThatIsAdmitted() {
    final FailureBudget budget = Budgets.everything(false);
    final FaultModel model =
        new FaultModel(TimingModel.ASYNCHRONOUS, EnumSet.allOf(FaultKind.class), n -> n, n -> n);
    assertEquals(
        List.of(),
        ModelCheck.beyond(
            new Assumptions(model, Long.MAX_VALUE),
            ParameterValues.of(List.of(), Map.of()),
            NODES,
            DURATION_NS,
            budget));
  }

  @Test
  void shouldCountCrashesThatLast() {
    final Set<FaultKind> admitted = EnumSet.of(FaultKind.CRASH, FaultKind.RESTART);
    final FailureBudget forGood =
        Budgets.with(Budgets.CALM, Budgets.crashes(3, FaultPlan.NEVER), Budgets.HEAL_NS);
    final List<String> tooMany =
        List.of("more nodes may be down at once than the model bears (down=3, max=2 of 5 nodes)");
    assertEquals(tooMany, beyond(TimingModel.PARTIALLY_SYNCHRONOUS, admitted, Long.MAX_VALUE, forGood));
    final FailureBudget back = Budgets.with(Budgets.CALM, Budgets.crashes(3, 2 * Budgets.S), Budgets.HEAL_NS);
    assertEquals(List.of(), beyond(TimingModel.PARTIALLY_SYNCHRONOUS, admitted, Long.MAX_VALUE, back));
    assertEquals(tooMany, beyond(TimingModel.SYNCHRONOUS, admitted, Long.MAX_VALUE, back));
    final FailureBudget never = Budgets.with(Budgets.CALM, Budgets.crashes(3, 2 * Budgets.S), FaultPlan.NEVER);
    assertEquals(tooMany, beyond(TimingModel.PARTIALLY_SYNCHRONOUS, admitted, Long.MAX_VALUE, never));
  }

  /** Raft's heartbeats of 1 s and time-outs from 3 s on bear clocks that drift by 20 %. */
  @Test
  void shouldCompareDriftWithTheBoundOfTheAlgorithm() {
    final RaftElectionSpec raft = new RaftElectionSpec();
    final ParameterValues values = ParameterValues.defaultsOf(raft.parameters());
    assertEquals(200_000_000, raft.driftBoundPpb(values));
    assertEquals(List.of(), ModelCheck.beyond(raft, values, 5, DURATION_NS, Budgets.drifting(200_000_000)));
    assertEquals(
        List.of("clocks may drift by 200001ppm, the model's bound is 200000ppm"),
        ModelCheck.beyond(raft, values, 5, DURATION_NS, Budgets.drifting(200_001_000)));
  }

  @Test
  void shouldAddUpAllThatDelays() {
    final Set<FaultKind> admitted = EnumSet.allOf(FaultKind.class);
    final FailureBudget slow =
        Budgets.with(
            Budgets.with(Budgets.CALM, new FailureBudget.Pauses(1, 1, 200_000_000)),
            LinkRules.CLEAN,
            new Delay.Uniform(10_000_000, 100_000_000));
    assertEquals(List.of(), beyond(TimingModel.SYNCHRONOUS, admitted, 300_000_000, slow));
    assertEquals(
        List.of("a message may take 300ms, the model's bound is 250ms (delay=100ms, pause=200ms)"),
        beyond(TimingModel.SYNCHRONOUS, admitted, 250_000_000, slow));
    final FailureBudget unbounded = Budgets.with(Budgets.CALM, LinkRules.CLEAN, new Delay.Exponential(1, 1));
    assertEquals(
        List.of("a message may take any time, the model's bound is 250ms (delay=unbounded)"),
        beyond(TimingModel.SYNCHRONOUS, admitted, 250_000_000, unbounded));
  }

  @Test
  void shouldLetMessagesOvertakeOnlyWhereThatIsAdmitted() {
    final FailureBudget jitter = Budgets.with(Budgets.CALM, LinkRules.CLEAN, new Delay.Uniform(1, 2));
    assertEquals(1, beyond(TimingModel.ASYNCHRONOUS, Set.of(), Long.MAX_VALUE, jitter).size());
    assertEquals(
        List.of(), beyond(TimingModel.ASYNCHRONOUS, Set.of(FaultKind.REORDERING), Long.MAX_VALUE, jitter));
    final LinkRules fifo = new LinkRules(0, LinkRules.Burst.NONE, 0, 0, new Delay.Constant(0), 0, 0, 0, true);
    assertEquals(
        List.of(),
        beyond(
            TimingModel.ASYNCHRONOUS,
            Set.of(),
            Long.MAX_VALUE,
            Budgets.with(Budgets.CALM, fifo, new Delay.Uniform(1, 2))));
  }

  @Test
  void shouldAddUpHowFarAClockMayBeOff() {
    final FailureBudget budget =
        Budgets.with(Budgets.CALM, new FailureBudget.Clocks(100, 1_000, 2, 50));
    final Set<FaultKind> all = EnumSet.allOf(FaultKind.class);
    final FaultModel model = new FaultModel(TimingModel.ASYNCHRONOUS, all, n -> n, n -> n);
    // 100 ns, 60 s of 1 ppm (and what rounding may add), two jumps of 50 ns
    final long offNs = 100 + 60_001 + 100;
    for (final long boundNs : new long[] {offNs, offNs - 1}) {
      final AlgorithmSpec spec = new Assumptions(model, Long.MAX_VALUE, boundNs);
      assertEquals(
          boundNs == offNs
              ? List.of()
              : List.of(
                  "a wall clock may be off by 60.201us, the model's bound is 60.2us (offset=100ns, drift over the"
                      + " run=60.001us, jumps=100ns)"),
          ModelCheck.beyond(spec, ParameterValues.of(List.of(), Map.of()), NODES, DURATION_NS, budget));
    }
  }
}
