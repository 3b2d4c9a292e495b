package dev.ordeal.faultlab.simulation;

import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;

/**
 * One node's stable storage, as {@link dev.ordeal.protocols.core.Outbox} promises it to algorithms: records stand in
 * the order they were written, and after a crash a prefix of them is there, which holds at least all that was written
 * before the last {@link #sync}.
 *
 * <p>Life: one object an incarnation. {@link #replay} first, then any number of writes and syncs.
 *
 * <p>Threading: single owner.
 */
public interface Journal extends AutoCloseable {
  /** A record that is durable no later than the next forced one. */
  int APPEND = 0;

  /** A forced record. */
  int PERSIST = 1;

  /** A forced record that replaces all at lower positions, once it is durable. */
  int CHECKPOINT = 2;

  /** Hands every record to a node, in order. */
  void replay(ProtocolNode node);

  /** The position the next record takes. */
  long nextPosition();

  /** How many records were written in this incarnation. */
  long written();

  /**
   * Writes a record.
   *
   * @param kind APPEND, PERSIST or CHECKPOINT
   * @param keepFrom counts for a checkpoint only: it takes the place of all records at lower positions
   */
  void write(int kind, long keepFrom, DirectBuffer source, int offset, int length);

  /** Makes all that was written durable. */
  void sync();

  @Override
  default void close() {}
}
