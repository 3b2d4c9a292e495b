package dev.ordeal.faultlab.problem.broadcast;

import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.PossibleFaults;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Atomic broadcast. Each node has a client, which hands it values. */
public final class AtomicBroadcastProblem implements Problem {
  /** How long a message is under way. */
  public static final Measure TIME_TO_DELIVER =
      new Measure(
          "time-to-deliver",
          Measure.Kind.DURATIONS,
          "From a broadcast until a node delivers the message, for each node, the sender among them; a wait the run's"
              + " end cuts short is left out.");

  /** What a message costs. */
  public static final Measure MESSAGES_PER_BROADCAST =
      new Measure(
          "messages-per-broadcast",
          Measure.Kind.COUNTS,
          "Messages handed to links until the last delivery, those of layers below included, for each message that was"
              + " delivered, rounded.");

  /** How many messages get through. */
  public static final Measure THROUGHPUT =
      new Measure(
          "throughput",
          Measure.Kind.COUNTS,
          "Messages delivered a second, each counted when the first node delivers it: from the first broadcast to the"
              + " last of these, rounded.");

  /** How many messages an instance decides on. */
  public static final Measure BATCH_SIZE =
      new Measure("batch-size", Measure.Kind.COUNTS, "For each instance the messages that it gave a place.");

  /** How many instances there are. */
  public static final Measure INSTANCES =
      new Measure(
          "instances", Measure.Kind.COUNTS, "Instances of consensus whose batch some node has delivered, in the run.");

  /** How many rounds an instance takes. */
  public static final Measure ROUNDS =
      new Measure(
          "rounds",
          Measure.Kind.COUNTS,
          "For each instance the highest round that any node had entered in it when the first delivered its batch.");

  /** How much is delivered. */
  public static final Measure DELIVERED =
      new Measure(
          "delivered",
          Measure.Kind.FRACTION,
          "Share of what was broadcast that all nodes alive at the run's end had delivered.");

  /** How many values each node is handed. */
  static final String MESSAGES = "messages";

  /** The longest time between two. */
  static final String PAUSE = "pause";

  /** The algorithms' parameter that says how many decisions are kept for nodes that have missed them. */
  private static final String HISTORY = "history";

  /** What keeps a node from hearing of decisions while others go on deciding, for longer than links remember. */
  private static final Set<FaultKind> KEEPS_BEHIND =
      Collections.unmodifiableSet(
          EnumSet.of(
              FaultKind.LOSS,
              FaultKind.BURST_LOSS,
              FaultKind.REORDERING,
              FaultKind.CAPACITY,
              FaultKind.PARTITION,
              FaultKind.PAUSE,
              FaultKind.SLOW));

  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** Found by service loader. */
  public AtomicBroadcastProblem() {}

  @Override
  public String name() {
    return "atomic-broadcast";
  }

  @Override
  public List<Property> properties() {
    return List.of(
        Property.TOTAL_ORDER,
        Property.NO_DUPLICATION,
        Property.NO_CREATION,
        Property.BROADCAST_VALIDITY,
        Property.BROADCAST_AGREEMENT);
  }

  @Override
  public List<Parameter> workload() {
    return List.of(
        Parameter.count(MESSAGES, 20, 1, 100_000, "how many values each node's client hands in"),
        Parameter.duration(
            PAUSE, 500 * MILLISECOND, 0, HOUR, "longest time between a value that is taken and the next; drawn"));
  }

  /** Who misses more decisions than anybody remembers never hears of them; each decides one message at least. */
  @Override
  public List<String> beyond(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final WorkloadPlan workload,
      final int clusterSize,
      final FailureBudget budget,
      final List<String> byBudget) {
    final long broadcasts = clusterSize * workload.values().value(MESSAGES);
    final boolean isForgetful = spec.parameters().stream().anyMatch(one -> one.name().equals(HISTORY));
    if (!isForgetful || broadcasts <= values.value(HISTORY)) {
      return byBudget;
    }
    final List<String> reasons = new ArrayList<>(byBudget);
    PossibleFaults.in(budget).entrySet().stream()
        .filter(fault -> KEEPS_BEHIND.contains(fault.getKey()))
        .findFirst()
        .ifPresent(
            fault ->
                reasons.add(
                    "a node may miss more decisions than are kept for it (history=%d, nodes=%d, messages of each=%d, %s)"
                        .formatted(
                            values.value(HISTORY),
                            clusterSize,
                            workload.values().value(MESSAGES),
                            fault.getValue())));
    return List.copyOf(reasons);
  }

  @Override
  public List<Measure> measures() {
    return List.of(TIME_TO_DELIVER, MESSAGES_PER_BROADCAST, THROUGHPUT, BATCH_SIZE, INSTANCES, ROUNDS, DELIVERED);
  }

  @Override
  public List<String> coverage() {
    return AtomicBroadcastJudge.COVERAGE;
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new AtomicBroadcastJudge(setup);
  }
}
