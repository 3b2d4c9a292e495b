package dev.ordeal.protocols.replication.abd;

import java.util.Arrays;

/**
 * What a replica holds: a tag and a value for each register, in arrays by key that grow with the highest key used.
 *
 * <p>Threading: the node's owner. Allocation: when a key is higher than any before.
 */
final class Registers {
  private long[] timestamps = new long[16];
  private long[] writers = new long[16];
  private long[] values = new long[16];
  private int held;
  private int end;

  /** Whether one tag is above another: by timestamp, and by writer where those are equal. */
  static boolean isNewer(
      final long timestamp, final long writer, final long otherTimestamp, final long otherWriter) {
    return timestamp > otherTimestamp || (timestamp == otherTimestamp && writer > otherWriter);
  }

  /** Holds a tag and its value from now on. */
  void hold(final int key, final long timestamp, final long writer, final long value) {
    if (key >= timestamps.length) {
      final int size = Math.max(key + 1, 2 * timestamps.length);
      timestamps = Arrays.copyOf(timestamps, size);
      writers = Arrays.copyOf(writers, size);
      values = Arrays.copyOf(values, size);
    }
    held += isHeld(key) ? 0 : 1;
    timestamps[key] = timestamp;
    writers[key] = writer;
    values[key] = value;
    end = Math.max(end, key + 1);
  }

  /** How many registers hold what somebody wrote. */
  int held() {
    return held;
  }

  /** Above every key that was ever held. */
  int end() {
    return end;
  }

  boolean isHeld(final int key) {
    return key < timestamps.length && (timestamps[key] != 0 || writers[key] != 0);
  }

  /** The timestamp a register holds; 0 if nobody wrote it. */
  long timestamp(final int key) {
    return key < timestamps.length ? timestamps[key] : 0;
  }

  /** The writer a register holds; 0 if nobody wrote it. */
  long writer(final int key) {
    return key < writers.length ? writers[key] : 0;
  }

  /** The value a register holds; 0, the initial one, if nobody wrote it. */
  long value(final int key) {
    return key < values.length ? values[key] : 0;
  }
}
