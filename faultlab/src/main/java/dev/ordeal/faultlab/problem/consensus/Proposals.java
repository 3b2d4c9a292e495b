package dev.ordeal.faultlab.problem.consensus;

import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clients of a consensus: each node's hands it one value, the same again every second until the node has taken it
 * in the life it leads.
 *
 * <p>Value and time of a node depend on the run's seed and the node alone, or are those of the script: {@code propose
 * 3}. Threading: the simulation's thread. Allocation: none after construction.
 */
final class Proposals implements Workload {
  private static final long AGAIN_NS = 1_000_000_000;
  private static final long STREAM_VALUE = 0x76616c7565L;
  private static final long STREAM_TIME = 0x73707265616428L;
  private static final String PROPOSE = "propose ";

  /** Hears of every request. */
  interface Listener {
    /** A node's client hands it a value, again if it has before. */
    void onHandIn(long nowNs, int nodeId, long value);
  }

  private final Listener listener;
  private final long[] values;
  private final long[] actionNs;
  private final boolean[] isTaken;
  private final UnsafeBuffer request =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProposeRequestEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ProposeRequestEncoder requestEncoder = new ProposeRequestEncoder();
  private long nextActionNs = NO_ACTION;
  private long requests;

  Proposals(final RunSetup setup, final Listener listener) {
    this.listener = listener;
    values = new long[setup.clusterSize()];
    actionNs = new long[setup.clusterSize()];
    isTaken = new boolean[setup.clusterSize()];
    if (setup.workload().script().isEmpty()) {
      final long valueCount = setup.workload().values().value(ConsensusProblem.VALUES);
      final long spreadNs = setup.workload().values().value(ConsensusProblem.SPREAD);
      for (int id = 0; id < values.length; id++) {
        values[id] = CounterRandom.scale(CounterRandom.hash(setup.seed(), STREAM_VALUE, id), valueCount);
        final long drawnNs = CounterRandom.scale(CounterRandom.hash(setup.seed(), STREAM_TIME, id), spreadNs + 1);
        actionNs[id] = Math.min(drawnNs, lastNs(setup.workload()));
      }
    } else {
      Arrays.fill(actionNs, NO_ACTION);
      setup.workload().script().forEach(this::plan);
    }
    findNextAction();
  }

  /** The latest time at which a client that draws its own hands in its value first: before the spread is over. */
  static long lastNs(final WorkloadPlan workload) {
    return Math.max(0, workload.values().value(ConsensusProblem.SPREAD) - 1);
  }

  private void plan(final ScriptedOperation operation) {
    final String text = operation.operation();
    if (!text.matches(PROPOSE + "\\d{1,2}")) {
      throw new IllegalArgumentException("unknown operation: operation=%s, known=propose VALUE".formatted(text));
    }
    if (operation.nodeId() < 0 || operation.nodeId() >= values.length) {
      throw new IllegalArgumentException(
          "no such node: operation=%s, node=%d, nodes=%d".formatted(text, operation.nodeId(), values.length));
    }
    values[operation.nodeId()] = Long.parseLong(text.substring(PROPOSE.length()));
    actionNs[operation.nodeId()] = operation.atNs();
  }

  /** A node has taken its proposal. */
  void onTaken(final int nodeId) {
    isTaken[nodeId] = true;
  }

  /** A node starts and knows of no proposal. */
  void onStart(final int nodeId) {
    isTaken[nodeId] = false;
  }

  @Override
  public long nextActionNs() {
    return nextActionNs;
  }

  @Override
  public void onAction(final long nowNs, final Port port) {
    for (int id = 0; id < values.length; id++) {
      if (actionNs[id] > nowNs) {
        continue;
      }
      if (!isTaken[id]) {
        requestEncoder.wrapAndApplyHeader(request, 0, headerEncoder).value(values[id]);
        listener.onHandIn(nowNs, id, values[id]);
        port.request(id, requests++, request, 0, request.capacity());
      }
      actionNs[id] += AGAIN_NS;
    }
    findNextAction();
  }

  @Override
  public void onReply(
      final long nowNs,
      final int nodeId,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Port port) {
    // Nodes answer by deciding.
  }

  private void findNextAction() {
    long earliestNs = NO_ACTION;
    for (final long atNs : actionNs) {
      earliestNs = Math.min(earliestNs, atNs);
    }
    nextActionNs = earliestNs;
  }
}
