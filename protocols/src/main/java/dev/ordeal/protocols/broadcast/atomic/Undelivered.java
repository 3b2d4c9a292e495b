package dev.ordeal.protocols.broadcast.atomic;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * R_delivered − A_delivered of the paper: messages that have come and are not yet delivered, the oldest first. Single
 * owner; allocates when more of them wait than ever before.
 */
final class Undelivered {
  private long[] ids = new long[16];
  private long[] values = new long[16];
  private long[] cameNs = new long[16];
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  boolean contains(final long id) {
    return indexOf(id) < count;
  }

  void add(final long nowNs, final long id, final long value) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
      cameNs = Arrays.copyOf(cameNs, 2 * count);
    }
    ids[count] = id;
    values[count] = value;
    cameNs[count++] = nowNs;
  }

  /** Takes a message out, if it is here. */
  void remove(final long id) {
    final int index = indexOf(id);
    if (index < count) {
      count--;
      System.arraycopy(ids, index + 1, ids, index, count - index);
      System.arraycopy(values, index + 1, values, index, count - index);
      System.arraycopy(cameNs, index + 1, cameNs, index, count - index);
    }
  }

  /** When the oldest came, if there is one. */
  long oldestNs() {
    return cameNs[0];
  }

  /** Makes a batch of the oldest, so many at most. */
  void copyOldest(final Batch batch, final int countMax) {
    batch.count = 0;
    for (int i = 0; i < Math.min(count, countMax); i++) {
      batch.add(ids[i], values[i]);
    }
  }

  /** Where a message stands among those that came; their number if it is not here. */
  int indexOf(final long id) {
    int index = 0;
    while (index < count && ids[index] != id) {
      index++;
    }
    return index;
  }

  /** Writes all; returns the end. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, count, LITTLE_ENDIAN);
    int end = offset + Integer.BYTES;
    for (int i = 0; i < count; i++) {
      buffer.putLong(end, ids[i], LITTLE_ENDIAN);
      buffer.putLong(end + Long.BYTES, values[i], LITTLE_ENDIAN);
      buffer.putLong(end + 2 * Long.BYTES, cameNs[i], LITTLE_ENDIAN);
      end += 3 * Long.BYTES;
    }
    return end;
  }
}
