package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;

/**
 * Stamps of many events in numbered slots, decoded once and compared often: a judge's view of one kind of clock. Slots
 * come into being when they are written; numbers should be dense.
 *
 * <p>Threading: single owner. Allocation: when there are more slots than ever before, unless an implementation says
 * otherwise.
 */
public interface StampStore {
  /** What {@link #physicalNs} says of a stamp without a physical part. */
  long NO_TIME = Long.MIN_VALUE;

  /** What {@link #counter} says of a stamp that is not hybrid. */
  int NO_COUNTER = -1;

  /** Reads the stamp of an event of a process into a slot. */
  void put(int slot, int processId, DirectBuffer buffer, int offset, int length);

  /** Copies one slot to another. */
  void copy(int fromSlot, int toSlot);

  /** How one stamp stands to another, by the order that the clock promises. */
  Ordering compare(int slot, int otherSlot);

  /** A stamp's physical part, in nanoseconds of wall time. */
  default long physicalNs(final int slot) {
    return NO_TIME;
  }

  /** A hybrid stamp's counter, or {@link #NO_COUNTER}. */
  default int counter(final int slot) {
    return NO_COUNTER;
  }

  /** The order and the numbers of a stamp in words, for explanations. */
  String describe(int slot);
}
