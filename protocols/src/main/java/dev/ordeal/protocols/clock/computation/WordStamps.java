package dev.ordeal.protocols.clock.computation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** Stamps of one word, totally ordered by it and, where it is the same, by process. */
class WordStamps implements StampStore {
  /** What the word is. */
  enum Kind {
    /** A number of events. */
    COUNT,
    /** A wall time. */
    TIME,
    /** A wall time with a counter in its lowest bits. */
    HYBRID
  }

  private final Kind kind;
  private long[] words = new long[64];
  private int[] processIds = new int[64];

  WordStamps(final Kind kind) {
    this.kind = kind;
  }

  @Override
  public final void put(
      final int slot, final int processId, final DirectBuffer buffer, final int offset, final int length) {
    if (length != Long.BYTES) {
      throw new IllegalArgumentException("stamp of another length: length=%d, wanted=%d".formatted(length, Long.BYTES));
    }
    set(slot, processId, buffer.getLong(offset, LITTLE_ENDIAN));
  }

  @Override
  public final void copy(final int fromSlot, final int toSlot) {
    set(toSlot, processIds[fromSlot], words[fromSlot]);
  }

  @Override
  public Ordering compare(final int slot, final int otherSlot) {
    return Ordering.ofWords(words[slot], processIds[slot], words[otherSlot], processIds[otherSlot]);
  }

  @Override
  public final long physicalNs(final int slot) {
    return switch (kind) {
      case COUNT -> NO_TIME;
      case TIME -> words[slot];
      case HYBRID -> HybridLogicalClock.wallNs(words[slot]);
    };
  }

  @Override
  public final int counter(final int slot) {
    return kind == Kind.HYBRID ? HybridLogicalClock.counter(words[slot]) : NO_COUNTER;
  }

  @Override
  public final String describe(final int slot) {
    return switch (kind) {
      case COUNT -> "(%d, process %d)".formatted(words[slot], processIds[slot]);
      case TIME -> "(%d ns, process %d)".formatted(words[slot], processIds[slot]);
      case HYBRID -> "(%d ns, %d, process %d)".formatted(physicalNs(slot), counter(slot), processIds[slot]);
    };
  }

  final long word(final int slot) {
    return words[slot];
  }

  private void set(final int slot, final int processId, final long word) {
    if (slot >= words.length) {
      final int slots = Math.max(slot + 1, 2 * words.length);
      words = Arrays.copyOf(words, slots);
      processIds = Arrays.copyOf(processIds, slots);
    }
    words[slot] = word;
    processIds[slot] = processId;
  }
}
