package dev.ordeal.protocols.election.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Hops that have been sent and not yet acknowledged, the oldest first; all have waited for the same time-out, so the
 * oldest is the first to end. Grows to the most hops that were ever under way; then allocates nothing.
 */
final class HopTable {
  private static final int BYTES = 5 * Integer.BYTES + 2 * Long.BYTES;

  private long[] deadlineNs = new long[4];
  private long[] tags = new long[4];
  private int[] kinds = new int[4];
  private int[] ids = new int[4];
  private int[] hops = new int[4];
  private int[] phases = new int[4];
  private int[] towards = new int[4];
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** When the oldest hop has waited long enough. */
  long firstDeadlineNs() {
    return deadlineNs[0];
  }

  int firstKind() {
    return kinds[0];
  }

  int firstId() {
    return ids[0];
  }

  int firstHops() {
    return hops[0];
  }

  int firstPhase() {
    return phases[0];
  }

  /** Direction times how far away the node is that the hop went to: −2 is the second neighbour backward. */
  int firstTowards() {
    return towards[0];
  }

  void add(
      final long untilNs,
      final long tag,
      final int kind,
      final int id,
      final int hopCount,
      final int phase,
      final int toward) {
    if (count == tags.length) {
      grow();
    }
    deadlineNs[count] = untilNs;
    tags[count] = tag;
    kinds[count] = kind;
    ids[count] = id;
    hops[count] = hopCount;
    phases[count] = phase;
    towards[count] = toward;
    count++;
  }

  void removeFirst() {
    removeAt(0);
  }

  /** Takes out the hop with this tag, if it is there. */
  void remove(final long tag) {
    for (int i = 0; i < count; i++) {
      if (tags[i] == tag) {
        removeAt(i);
        return;
      }
    }
  }

  int encode(final MutableDirectBuffer buffer, final int offset) {
    int at = offset;
    for (int i = 0; i < count; i++, at += BYTES) {
      buffer.putLong(at, deadlineNs[i], LITTLE_ENDIAN);
      buffer.putLong(at + 8, tags[i], LITTLE_ENDIAN);
      buffer.putInt(at + 16, kinds[i], LITTLE_ENDIAN);
      buffer.putInt(at + 20, ids[i], LITTLE_ENDIAN);
      buffer.putInt(at + 24, hops[i], LITTLE_ENDIAN);
      buffer.putInt(at + 28, phases[i], LITTLE_ENDIAN);
      buffer.putInt(at + 32, towards[i], LITTLE_ENDIAN);
    }
    return at - offset;
  }

  private void removeAt(final int index) {
    count--;
    final int moved = count - index;
    System.arraycopy(deadlineNs, index + 1, deadlineNs, index, moved);
    System.arraycopy(tags, index + 1, tags, index, moved);
    System.arraycopy(kinds, index + 1, kinds, index, moved);
    System.arraycopy(ids, index + 1, ids, index, moved);
    System.arraycopy(hops, index + 1, hops, index, moved);
    System.arraycopy(phases, index + 1, phases, index, moved);
    System.arraycopy(towards, index + 1, towards, index, moved);
  }

  private void grow() {
    final int size = 2 * count;
    deadlineNs = Arrays.copyOf(deadlineNs, size);
    tags = Arrays.copyOf(tags, size);
    kinds = Arrays.copyOf(kinds, size);
    ids = Arrays.copyOf(ids, size);
    hops = Arrays.copyOf(hops, size);
    phases = Arrays.copyOf(phases, size);
    towards = Arrays.copyOf(towards, size);
  }
}
