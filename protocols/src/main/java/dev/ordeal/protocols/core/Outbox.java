package dev.ordeal.protocols.core;

import org.agrona.DirectBuffer;

/**
 * Where a step stages its effects. The driver flushes them when the step is over, always in the order <em>persist →
 * indicate → send → reply</em>, so nothing a node says can be known outside before what it forced is durable.
 *
 * <p>Every buffer is copied before the method returns. An outbox is valid during the call it was passed to.
 *
 * <p>Threading: the node's owner. Allocation: none after warm-up.
 */
public interface Outbox {
  /** Sends one message to one node, which may be the sender itself. */
  void send(int toId, DirectBuffer buffer, int offset, int length);

  /** Sends one message, stored once, to the first {@code count} nodes named in {@code toIds}. */
  void multicast(int[] toIds, int count, DirectBuffer buffer, int offset, int length);

  /** Sends one message, stored once, to all nodes but the sender. */
  void broadcast(DirectBuffer buffer, int offset, int length);

  /**
   * Writes a record lazily: durable no later than the next forced record.
   *
   * @return the record's position in the journal: records replayed after a restart take positions 0, 1, … and new ones
   *     go on from there
   */
  long append(DirectBuffer buffer, int offset, int length);

  /** Writes a record and forces it, and all before it, before any effect of this step or a later one leaves. */
  long persist(DirectBuffer buffer, int offset, int length);

  /**
   * Atomically replaces all records at positions below {@code keepFrom} by one forced record. That record takes the
   * position {@code keepFrom - 1}; the others keep theirs until the next restart.
   *
   * @param keepFrom from 1 to the position the next record would take
   */
  void checkpoint(DirectBuffer buffer, int offset, int length, long keepFrom);

  /** Answers a request. */
  void reply(long requestId, DirectBuffer buffer, int offset, int length);

  /** Tells the world what the node now holds true; checkers judge it, triggers fire on it. */
  void indicate(Indication indication, long key, long value);

  /** As {@link #indicate(Indication, long, long)}, with a value too long for a word. */
  void indicate(Indication indication, long key, DirectBuffer buffer, int offset, int length);
}
