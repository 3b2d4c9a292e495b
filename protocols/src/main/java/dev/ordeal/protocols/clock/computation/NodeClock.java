package dev.ordeal.protocols.clock.computation;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One process's clock as a {@link ComputationNode} uses it, whatever clock it is. Wall times are nanoseconds of the
 * process's own wall clock.
 *
 * <p>Threading: single owner.
 */
public interface NodeClock {
  /** An event of the process's own: a local one or a sending. */
  void tick(long wallNs);

  /** A sending: {@link #tick}, and whatever else the stamp is to take along. */
  default void tickToSend(final long wallNs) {
    tick(wallNs);
  }

  /**
   * The receipt of a message with this stamp.
   *
   * @return false if the clock refuses the stamp: nothing has changed, and there is no event
   */
  boolean observe(long wallNs, DirectBuffer buffer, int offset, int length);

  /** Writes the stamp of the last event; returns its length. */
  int encodeStamp(MutableDirectBuffer buffer, int offset);

  /** Writes all that decides later stamps; returns its length. */
  int encodeClock(MutableDirectBuffer buffer, int offset);

  /** Goes on from what {@link #encodeClock} wrote before a crash. */
  void restore(DirectBuffer buffer, int offset, int length);

  /** Whether the clock must outlive a crash. */
  boolean isKept();

  /** Whether events become visible some time after they are stamped. */
  default boolean isCommitting() {
    return false;
  }

  /** How long, by this wall clock, the last event must stay invisible; 0 if it need not. */
  default long waitNs(final long wallNs) {
    return 0;
  }
}
