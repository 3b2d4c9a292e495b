package dev.ordeal.protocols.broadcast.atomic;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.MutableDirectBuffer;

/** A set of messages in the order of their ids: what is proposed and decided. Single owner; allocates nothing. */
final class Batch {
  final long[] ids;
  final long[] values;
  int count;

  Batch(final int capacity) {
    ids = new long[capacity];
    values = new long[capacity];
  }

  /** Adds a message, behind all with lower ids. */
  void add(final long id, final long value) {
    int at = count++;
    for (; at > 0 && ids[at - 1] > id; at--) {
      ids[at] = ids[at - 1];
      values[at] = values[at - 1];
    }
    ids[at] = id;
    values[at] = value;
  }

  /** Becomes another's equal. */
  void set(final Batch other) {
    System.arraycopy(other.ids, 0, ids, 0, other.count);
    System.arraycopy(other.values, 0, values, 0, other.count);
    count = other.count;
  }

  /** Writes the messages; returns the end. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, count, LITTLE_ENDIAN);
    int end = offset + Integer.BYTES;
    for (int i = 0; i < count; i++) {
      buffer.putLong(end, ids[i], LITTLE_ENDIAN);
      buffer.putLong(end + Long.BYTES, values[i], LITTLE_ENDIAN);
      end += 2 * Long.BYTES;
    }
    return end;
  }
}
