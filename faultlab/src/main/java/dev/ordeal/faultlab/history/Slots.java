package dev.ordeal.faultlab.history;

import java.util.BitSet;

/** Gives out the least number that is free. Single owner. */
final class Slots {
  private final BitSet taken;
  private int count;

  Slots(final int expected) {
    taken = new BitSet(Math.min(expected, Long.SIZE));
  }

  int take() {
    final int slot = taken.nextClearBit(0);
    taken.set(slot);
    count = Math.max(count, slot + 1);
    return slot;
  }

  void release(final int slot) {
    taken.clear(slot);
  }

  /** How many were taken at a time at most. */
  int count() {
    return count;
  }
}
