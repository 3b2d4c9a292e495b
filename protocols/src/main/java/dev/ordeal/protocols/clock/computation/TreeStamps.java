package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** Stamps of an interval tree clock, partially ordered by the events they know. Allocation: a tree for each stamp. */
final class TreeStamps implements StampStore {
  private IntervalTreeClock[] stamps = new IntervalTreeClock[64];

  @Override
  public void put(final int slot, final int processId, final DirectBuffer buffer, final int offset, final int length) {
    set(slot, IntervalTreeClock.decode(buffer, offset, length));
  }

  @Override
  public void copy(final int fromSlot, final int toSlot) {
    set(toSlot, stamps[fromSlot]);
  }

  @Override
  public Ordering compare(final int slot, final int otherSlot) {
    return stamps[slot].compare(stamps[otherSlot]);
  }

  @Override
  public String describe(final int slot) {
    return stamps[slot].toString();
  }

  private void set(final int slot, final IntervalTreeClock stamp) {
    if (slot >= stamps.length) {
      stamps = Arrays.copyOf(stamps, Math.max(slot + 1, 2 * stamps.length));
    }
    stamps[slot] = stamp;
  }
}
