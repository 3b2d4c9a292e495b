package dev.ordeal.protocols.core;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One process of a distributed algorithm, as a deterministic state machine.
 *
 * <p>A driver calls one method at a time; each call is a <em>step</em>. The node changes its own state and stages
 * effects in the {@link Outbox}, and does nothing else: no I/O, no clock, no thread. The same inputs in the same order
 * give the same state and the same effects.
 *
 * <p>Life: constructed, {@link #onRecord} once for each surviving journal record in order, {@link #onStart} once, then
 * any sequence of {@link #onMessage}, {@link #onRequest} and {@link #onDeadline}. A crash ends the object; a restart is
 * a new one over the same journal.
 *
 * <p>Times are nanoseconds of the node's own monotonic clock. It never runs backwards, but it may drift against the
 * clocks of others and against true time. Buffers belong to the caller and are valid during the call only.
 *
 * <p>Threading: single owner. Allocation: none in a step after warm-up.
 */
public interface ProtocolNode {
  /** The value of {@link #nextDeadlineNs()} when the node waits for nothing but messages. */
  long NO_DEADLINE = Long.MAX_VALUE;

  /** Replays one record of the node's journal, before {@link #onStart}. Records come in the order they were written. */
  void onRecord(DirectBuffer buffer, int offset, int length);

  /** Starts the node: after construction, and again, on a new object, after each restart. */
  void onStart(long nowNs, Outbox outbox);

  /** Takes one message. {@code fromId} is stamped by the driver: channels are authenticated. */
  void onMessage(long nowNs, int fromId, DirectBuffer buffer, int offset, int length, Outbox outbox);

  /** Takes one client request, answered with {@link Outbox#reply} in this step, in a later one, or never. */
  void onRequest(long nowNs, long requestId, DirectBuffer buffer, int offset, int length, Outbox outbox);

  /** Called at or after {@link #nextDeadlineNs()}; how late is the driver's affair. */
  void onDeadline(long nowNs, Outbox outbox);

  /**
   * The time of the node's next {@link #onDeadline}, on its own clock, or {@link #NO_DEADLINE}. Read after each step.
   */
  long nextDeadlineNs();

  /**
   * Writes the whole state that decides the node's future, so that two nodes with equal bytes behave alike.
   *
   * @return the number of bytes written at {@code offset}; the buffer expands if it must
   */
  int encodeState(MutableDirectBuffer buffer, int offset);

  /** Hash of what {@link #encodeState} writes. */
  long digest();
}
