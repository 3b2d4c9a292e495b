package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.Transaction.Phase;
import org.agrona.MutableDirectBuffer;

/**
 * The transactions that a coordinator has under way, each in a slot that its number names, and the <em>floor</em>: all
 * numbers below are over.
 *
 * <p>Cost: constant time. Threading: the node's owner. Allocation: none after construction.
 */
final class Transactions {
  /** So many may have begun since the oldest that is under way. */
  private static final int WINDOW = 1 << 13;

  private final Transaction[] slots;
  private final int[] freeSlots;
  private final boolean[] isOver = new boolean[WINDOW];
  private int freeCount;
  private int incarnation;
  private long begun;
  private long floor;

  Transactions(final int slotCount, final int clusterSize) {
    slots = new Transaction[slotCount];
    freeSlots = new int[slotCount];
    for (int slot = 0; slot < slotCount; slot++) {
      slots[slot] = new Transaction(slot, clusterSize);
    }
  }

  int slots() {
    return slots.length;
  }

  Transaction at(final int slot) {
    return slots[slot];
  }

  /** The slot of a number in a record, whatever is in it. */
  Transaction inSlotOf(final long number) {
    final int slot = TransactionNumber.slotOf(number);
    if (slot >= slots.length) {
      throw new IllegalStateException(
          "journal of a larger configuration: slot=%d, transactions-max=%d".formatted(slot, slots.length));
    }
    return slots[slot];
  }

  /** The transaction of a number if it is under way, or null. */
  Transaction get(final long number) {
    final int slot = TransactionNumber.slotOf(number);
    if (slot >= slots.length) {
      return null;
    }
    final Transaction transaction = slots[slot];
    return transaction.phase != Phase.FREE && transaction.number == number ? transaction : null;
  }

  /** A new life of the coordinator, whose journal has put into slots what is still under way. */
  void begin(final int newIncarnation) {
    incarnation = newIncarnation;
    for (int slot = slots.length - 1; slot >= 0; slot--) {
      if (slots[slot].phase == Phase.FREE) {
        freeSlots[freeCount++] = slot;
      }
    }
  }

  boolean hasRoom() {
    return freeCount > 0 && begun - floor < WINDOW;
  }

  boolean isIdle() {
    return freeCount == slots.length;
  }

  /** A free slot with the next number; there is one if {@link #hasRoom}. */
  Transaction take() {
    final Transaction transaction = slots[freeSlots[--freeCount]];
    transaction.number = TransactionNumber.of(incarnation, begun, transaction.slot);
    isOver[(int) (begun & WINDOW - 1)] = false;
    begun++;
    return transaction;
  }

  void free(final Transaction transaction) {
    transaction.phase = Phase.FREE;
    transaction.recordPosition = Long.MAX_VALUE;
    freeSlots[freeCount++] = transaction.slot;
    if (TransactionNumber.incarnationOf(transaction.number) == incarnation) {
      isOver[(int) (TransactionNumber.countOf(transaction.number) & WINDOW - 1)] = true;
      while (floor < begun && isOver[(int) (floor & WINDOW - 1)]) {
        floor++;
      }
    }
  }

  long floorNumber() {
    return TransactionNumber.of(incarnation, floor, 0);
  }

  /** Writes all that are under way; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, begun, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, floor, LITTLE_ENDIAN);
    int at = offset + 2 * Long.BYTES;
    for (final Transaction transaction : slots) {
      at += transaction.phase == Phase.FREE ? 0 : transaction.encode(buffer, at);
    }
    return at - offset;
  }
}
