package dev.ordeal.faultlab.simulation;

import org.agrona.DirectBuffer;

/** Hears every event of one run, in order, on the simulation's thread. */
@FunctionalInterface
public interface TraceListener {
  /**
   * One event; see {@link TraceKind} for what the words mean.
   *
   * @param timeNs true time
   * @param nodeId where, or -1
   * @param body the message or record, valid during the call; {@code length} is 0 where there is none
   */
  void onTrace(
      TraceKind kind,
      long timeNs,
      int nodeId,
      int peerId,
      long key,
      long value,
      DirectBuffer body,
      int offset,
      int length);

  /**
   * A node has taken a step, of which nothing has left yet. No event of the trace: its hash knows nothing of it.
   *
   * @param records how many records it writes
   * @param isForced whether it forces one
   * @param sends how many messages it sends, a broadcast's each counted
   * @param isWaiting whether earlier steps of the node still wait for a sync
   */
  default void onStep(
      final long timeNs,
      final int nodeId,
      final int records,
      final boolean isForced,
      final int sends,
      final boolean isWaiting) {}
}
