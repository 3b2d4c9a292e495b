package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/**
 * What a participant holds: for each key a value and the transaction that wrote it. Only what is committed is in it.
 *
 * <p>Cost: constant time. Threading: single owner. Allocation: when it holds more keys than ever before.
 */
final class Store {
  /** The writer of values that nobody wrote. */
  static final long NOBODY = 0;

  private static final long ABSENT = -1;

  private final long initialValue;
  private final Long2LongHashMap indexByKey = new Long2LongHashMap(64, 0.55f, ABSENT);
  private long[] keys = new long[64];
  private long[] values = new long[64];
  private long[] writers = new long[64];
  private int size;

  /** A store in which every key holds the same value at first. */
  Store(final long initialValue) {
    this.initialValue = initialValue;
  }

  long value(final long key) {
    return valueOr(indexOf(key));
  }

  /** Where a key is, or −1 if it was never written. */
  int indexOf(final long key) {
    return (int) indexByKey.get(key);
  }

  /** The value at an index, which may be −1. */
  long valueOr(final int index) {
    return index == ABSENT ? initialValue : values[index];
  }

  /** The writer at an index, which may be −1. */
  long writerOr(final int index) {
    return index == ABSENT ? NOBODY : writers[index];
  }

  void put(final long key, final long value, final long writer) {
    int index = (int) indexByKey.get(key);
    if (index == ABSENT) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
        values = Arrays.copyOf(values, size * 2);
        writers = Arrays.copyOf(writers, size * 2);
      }
      index = size++;
      keys[index] = key;
      indexByKey.put(key, index);
    }
    values[index] = value;
    writers[index] = writer;
  }

  /** How many keys were ever written. */
  int size() {
    return size;
  }

  long keyAt(final int index) {
    return keys[index];
  }

  long valueAt(final int index) {
    return values[index];
  }

  long writerAt(final int index) {
    return writers[index];
  }

  /** Writes all that is held; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, size, LITTLE_ENDIAN);
    int at = offset + Integer.BYTES;
    for (int i = 0; i < size; i++) {
      buffer.putLong(at, keys[i], LITTLE_ENDIAN);
      buffer.putLong(at + 8, values[i], LITTLE_ENDIAN);
      buffer.putLong(at + 16, writers[i], LITTLE_ENDIAN);
      at += 24;
    }
    return at - offset;
  }
}
