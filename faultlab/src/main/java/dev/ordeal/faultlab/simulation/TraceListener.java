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
}
