package dev.ordeal.faultlab.problem.broadcast;

import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.broadcast.atomic.codec.BooleanType;
import dev.ordeal.protocols.broadcast.atomic.codec.BroadcastReplyDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BroadcastRequestEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clients of an atomic broadcast: each node's hands it one value after the other, each as soon as the one before is
 * taken and a pause is over. A value that is refused, since too many wait, is handed in again a little later. Node and
 * number of a value are its words; no two are alike.
 *
 * <p>Pauses depend on the run's seed, the node and the number alone; a script says when a node gets how many at once:
 * {@code broadcast 3}. Threading: the simulation's thread. Allocation: none after construction.
 */
final class BroadcastClients implements Workload {
  private static final long AGAIN_NS = 10_000_000;
  private static final long STREAM_PAUSE = 0x7061757365L;
  private static final String BROADCAST = "broadcast ";
  private static final int SENDER_SHIFT = 32;

  private final long seed;
  private final long messages;
  private final long pauseNsMax;

  /** For each node: how many values were taken, how many are to be by then, and when to go on. */
  private final long[] taken;

  private final long[] wanted;
  private final long[] actionNs;
  private final boolean[] isAsking;
  private final ScriptedOperation[] script;
  private int nextScripted;

  private final UnsafeBuffer request =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + BroadcastRequestEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final BroadcastRequestEncoder requestEncoder = new BroadcastRequestEncoder();
  private final BroadcastReplyDecoder replyDecoder = new BroadcastReplyDecoder();
  private long requests;

  BroadcastClients(final RunSetup setup) {
    final int nodes = setup.clusterSize();
    seed = setup.seed();
    taken = new long[nodes];
    wanted = new long[nodes];
    actionNs = new long[nodes];
    isAsking = new boolean[nodes];
    script = setup.workload().script().toArray(ScriptedOperation[]::new);
    if (script.length == 0) {
      messages = setup.workload().values().value(AtomicBroadcastProblem.MESSAGES);
      pauseNsMax = setup.workload().values().value(AtomicBroadcastProblem.PAUSE);
      Arrays.fill(wanted, messages);
      for (int id = 0; id < nodes; id++) {
        actionNs[id] = pauseNs(id);
      }
    } else {
      messages = 0;
      pauseNsMax = 0;
      Arrays.fill(actionNs, NO_ACTION);
      Arrays.sort(script, (one, other) -> Long.compare(one.atNs(), other.atNs()));
      for (final ScriptedOperation operation : script) {
        check(operation, nodes);
      }
    }
  }

  private static void check(final ScriptedOperation operation, final int nodes) {
    if (!operation.operation().matches(BROADCAST + "[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          "unknown operation: operation=%s, known=broadcast COUNT".formatted(operation.operation()));
    }
    if (operation.nodeId() < 0 || operation.nodeId() >= nodes) {
      throw new IllegalArgumentException(
          "no such node: operation=%s, node=%d, nodes=%d"
              .formatted(operation.operation(), operation.nodeId(), nodes));
    }
  }

  /** How many values a node has taken, one after the other; after a restart one more than it is known to have. */
  long taken(final int nodeId) {
    return taken[nodeId];
  }

  /** A node starts again: whether it took what it was handed last nobody knows, so that value is not used again. */
  void onRestart(final long timeNs, final int nodeId) {
    if (isAsking[nodeId]) {
      onTaken(timeNs, nodeId);
    }
  }

  @Override
  public long nextActionNs() {
    long earliestNs = nextScripted < script.length ? script[nextScripted].atNs() : NO_ACTION;
    for (final long atNs : actionNs) {
      earliestNs = Math.min(earliestNs, atNs);
    }
    return earliestNs;
  }

  @Override
  public void onAction(final long nowNs, final Port port) {
    for (; nextScripted < script.length && script[nextScripted].atNs() <= nowNs; nextScripted++) {
      final ScriptedOperation operation = script[nextScripted];
      final int nodeId = operation.nodeId();
      wanted[nodeId] += Long.parseLong(operation.operation().substring(BROADCAST.length()));
      if (!isAsking[nodeId]) {
        actionNs[nodeId] = Math.min(actionNs[nodeId], nowNs);
      }
    }
    for (int id = 0; id < actionNs.length; id++) {
      if (actionNs[id] <= nowNs) {
        actionNs[id] = NO_ACTION;
        isAsking[id] = true;
        requestEncoder.wrapAndApplyHeader(request, 0, headerEncoder).value(valueOf(id, taken[id] + 1));
        port.request(id, requests++, request, 0, request.capacity());
      }
    }
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
    replyDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    if (replyDecoder.takenRaw() == BooleanType.T.value()) {
      onTaken(nowNs, nodeId);
    } else {
      isAsking[nodeId] = false;
      actionNs[nodeId] = nowNs + AGAIN_NS;
    }
  }

  /** The value that a node's client hands in under a number. */
  static long valueOf(final int nodeId, final long number) {
    return (long) nodeId << SENDER_SHIFT | number;
  }

  private void onTaken(final long timeNs, final int nodeId) {
    isAsking[nodeId] = false;
    taken[nodeId]++;
    actionNs[nodeId] = taken[nodeId] < wanted[nodeId] ? timeNs + pauseNs(nodeId) : NO_ACTION;
  }

  private long pauseNs(final int nodeId) {
    return CounterRandom.scale(CounterRandom.hash(seed, STREAM_PAUSE, nodeId, taken[nodeId]), pauseNsMax + 1);
  }
}
