package dev.ordeal.faultlab.crash;

import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.faultlab.scenario.PlannedRun;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * A step that a node took in a run.
 *
 * @param nodeId the node
 * @param number which of the node's steps it was, from 1, its start included
 * @param atNs true time
 * @param records how many records it wrote
 * @param isForced whether it forced one
 * @param sends how many messages it sent
 * @param isWaiting whether earlier steps of the node still waited for a sync
 */
public record Step(
    int nodeId, int number, long atNs, int records, boolean isForced, int sends, boolean isWaiting) {
  /** Every step of a run, in order. */
  static List<Step> of(final PlannedRun run) {
    final List<Step> steps = new ArrayList<>();
    final int[] numbers = new int[run.clusterSize()];
    run.run(
        new TraceListener() {
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
              final int length) {}

          @Override
          public void onStep(
              final long timeNs,
              final int nodeId,
              final int records,
              final boolean isForced,
              final int sends,
              final boolean isWaiting) {
            steps.add(new Step(nodeId, ++numbers[nodeId], timeNs, records, isForced, sends, isWaiting));
          }
        });
    return steps;
  }

  /** Whether a crash of the node can take records of it, or of a step before it, away. */
  boolean mayLose() {
    return records > 0 || isWaiting;
  }
}
