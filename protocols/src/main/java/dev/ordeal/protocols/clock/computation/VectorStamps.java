package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.vector.VectorClock;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** Stamps of a vector clock, partially ordered entry by entry. */
class VectorStamps implements StampStore {
  private final int processes;
  private long[] entries;

  VectorStamps(final int processes) {
    this.processes = processes;
    this.entries = new long[64 * processes];
  }

  @Override
  public final void put(
      final int slot, final int processId, final DirectBuffer buffer, final int offset, final int length) {
    growTo(slot);
    VectorClock.decode(buffer, offset, entries, slot * processes, processes);
  }

  @Override
  public final void copy(final int fromSlot, final int toSlot) {
    growTo(toSlot);
    System.arraycopy(entries, fromSlot * processes, entries, toSlot * processes, processes);
  }

  @Override
  public Ordering compare(final int slot, final int otherSlot) {
    return VectorClock.compare(entries, slot * processes, entries, otherSlot * processes, processes);
  }

  @Override
  public final String describe(final int slot) {
    return Arrays.toString(Arrays.copyOfRange(entries, slot * processes, (slot + 1) * processes));
  }

  final long entry(final int slot, final int processId) {
    return entries[slot * processes + processId];
  }

  final int processes() {
    return processes;
  }

  private void growTo(final int slot) {
    final int needed = Math.multiplyExact(slot + 1, processes);
    if (needed > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(needed, (int) Math.min(2L * entries.length, Integer.MAX_VALUE - 8)));
    }
  }
}
