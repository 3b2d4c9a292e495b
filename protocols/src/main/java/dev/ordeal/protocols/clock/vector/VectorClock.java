package dev.ordeal.protocols.clock.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A counter for each process: how many of its events one has heard of.
 *
 * <p>Sources: Colin Fidge, "Timestamps in Message-Passing Systems That Preserve the Partial Ordering", Australian
 * Computer Science Conference 1988; Friedemann Mattern, "Virtual Time and Global States of Distributed Systems",
 * Parallel and Distributed Algorithms 1989 (on vector time).
 *
 * <p>Properties: the strong clock condition, a → b if and only if V(a) &lt; V(b), for a fixed number of processes with
 * fixed ids.
 *
 * <p>Differs from the papers: a stamp that knows of more events of this process than there were is refused (forged, or
 * this process has forgotten some in a crash).
 *
 * <p>Stamps are {@code long[]}, or stretches of one: the caller owns them. Cost: n words a stamp. Threading: single
 * owner; {@link SharedVectorClock} has concurrent readers. Allocation: none after construction.
 */
public final class VectorClock {
  private final int self;
  private final long[] entries;

  /** The clock of process {@code self} among {@code processes}, all entries 0. */
  public VectorClock(final int processes, final int self) {
    checkProcess(processes, self);
    this.self = self;
    entries = new long[processes];
  }

  /** How many entries a stamp has. */
  public int processes() {
    return entries.length;
  }

  /** How many events of a process this clock has heard of. */
  public long entry(final int processId) {
    return entries[processId];
  }

  /** A local event or a sending. */
  public void tick() {
    entries[self] = after(entries[self], self);
  }

  /** The receipt of a message with this stamp: merge, then tick. */
  public void observe(final long[] stamp) {
    observe(stamp, 0);
  }

  /** As {@link #observe(long[])}, with a stamp inside a larger array. */
  public void observe(final long[] stamp, final int offset) {
    checkReceipt(stamp[offset + self], entries[self], self);
    final long event = after(entries[self], self);
    merge(entries, 0, stamp, offset, entries.length);
    entries[self] = event;
  }

  /** Whether {@link #observe(long[], int)} would take a stamp. */
  public boolean accepts(final long[] stamp, final int offset) {
    return stamp[offset + self] <= entries[self];
  }

  /** Copies the stamp of the last event to {@code target}. */
  public void stamp(final long[] target, final int offset) {
    System.arraycopy(entries, 0, target, offset, entries.length);
  }

  /** A new copy of the stamp of the last event. */
  public long[] stamp() {
    return entries.clone();
  }

  /** Goes on from a stamp that was kept over a restart; never back. */
  public void restore(final long[] stamp, final int offset) {
    merge(entries, 0, stamp, offset, entries.length);
  }

  /** Writes the stamp of the last event; returns the end. */
  public int encode(final MutableDirectBuffer buffer, final int offset) {
    return encode(entries, 0, entries.length, buffer, offset);
  }

  /** Raises each entry of one stamp to the other's. */
  public static void merge(
      final long[] target, final int targetOffset, final long[] source, final int sourceOffset, final int processes) {
    for (int i = 0; i < processes; i++) {
      target[targetOffset + i] = Math.max(target[targetOffset + i], source[sourceOffset + i]);
    }
  }

  /** The partial order: entry by entry. */
  public static Ordering compare(final long[] stamp, final long[] other) {
    if (stamp.length != other.length) {
      throw new IllegalArgumentException(
          "stamps differ in length: stamp=%d, other=%d".formatted(stamp.length, other.length));
    }
    return compare(stamp, 0, other, 0, stamp.length);
  }

  /** The partial order between stamps inside larger arrays. */
  public static Ordering compare(
      final long[] stamp, final int offset, final long[] other, final int otherOffset, final int processes) {
    // Entries are at least 0, so differences don't overflow, and a negative one leaves its sign.
    long below = 0;
    long above = 0;
    for (int i = 0; i < processes; i++) {
      final long ahead = stamp[offset + i] - other[otherOffset + i];
      below |= ahead;
      above |= -ahead;
    }
    return Ordering.of(above >= 0, below >= 0);
  }

  /** Bytes of an encoded stamp. */
  public static int encodedLength(final int processes) {
    return Integer.BYTES + processes * Long.BYTES;
  }

  /** Writes a stamp: the number of entries, then each; returns the end. */
  public static int encode(
      final long[] stamp,
      final int stampOffset,
      final int processes,
      final MutableDirectBuffer buffer,
      final int offset) {
    buffer.putInt(offset, processes, LITTLE_ENDIAN);
    int end = offset + Integer.BYTES;
    for (int i = 0; i < processes; i++) {
      buffer.putLong(end, stamp[stampOffset + i], LITTLE_ENDIAN);
      end += Long.BYTES;
    }
    return end;
  }

  /** Reads a stamp of exactly so many entries into {@code target}; returns the end. */
  public static int decode(
      final DirectBuffer buffer,
      final int offset,
      final long[] target,
      final int targetOffset,
      final int processes) {
    final int encoded = buffer.getInt(offset, LITTLE_ENDIAN);
    if (encoded != processes) {
      throw new ClockException("vector stamp of another size: entries=%d, wanted=%d".formatted(encoded, processes));
    }
    int end = offset + Integer.BYTES;
    for (int i = 0; i < processes; i++) {
      final long entry = buffer.getLong(end, LITTLE_ENDIAN);
      if (entry < 0) {
        throw new ClockException("vector entry out of range: process=%d, entry=%d, min=0".formatted(i, entry));
      }
      target[targetOffset + i] = entry;
      end += Long.BYTES;
    }
    return end;
  }

  static void checkProcess(final int processes, final int self) {
    if (processes < 1) {
      throw new IllegalArgumentException("number of processes out of range: processes=%d, min=1".formatted(processes));
    }
    if (self < 0 || self >= processes) {
      throw new IllegalArgumentException(
          "process out of range: self=%d, min=0, max=%d".formatted(self, processes - 1));
    }
  }

  static long after(final long event, final int self) {
    if (event == Long.MAX_VALUE) {
      throw new ClockException("vector clock used up: process=%d, max=%d".formatted(self, Long.MAX_VALUE));
    }
    return event + 1;
  }

  static void checkReceipt(final long entry, final long event, final int self) {
    if (entry > event) {
      throw new ClockException(
          "vector stamp knows the future: process=%d, entry=%d, max=%d".formatted(self, entry, event));
    }
  }
}
