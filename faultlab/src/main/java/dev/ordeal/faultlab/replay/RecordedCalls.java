package dev.ordeal.faultlab.replay;

import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.problem.client.ClientPool;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.TraceListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * Writes down what the clients of a run invoked and reached a node that was up, so that clients may do exactly that
 * instead of drawing it. Cold; single thread.
 */
final class RecordedCalls implements TraceListener {
  private final Problem problem;
  private final Set<Long> requestIds = new HashSet<>();
  private final List<ScriptedOperation> operations = new ArrayList<>();

  RecordedCalls(final Problem problem) {
    this.problem = problem;
  }

  @Override
  public void onTrace(
      final TraceKind kind,
      final long timeNs,
      final int nodeId,
      final int peerId,
      final long key,
      final long value,
      final DirectBuffer body,
      final int offset,
      final int length) {
    if (kind == TraceKind.REQUEST && requestIds.add(key)) {
      final Optional<String> text = problem.scripted(body, offset, length);
      text.ifPresent(
          words -> operations.add(new ScriptedOperation(timeNs, ClientPool.clientOf(key), nodeId, words)));
    }
  }

  /** All operations, in the order they were invoked. */
  List<ScriptedOperation> operations() {
    return operations;
  }
}
