package dev.ordeal.faultlab.exploration;

import java.util.Arrays;

/**
 * Worlds one after the other in an array of words, to be read in the order they were written: the worlds of one depth.
 *
 * <p>Layout of a world of n nodes and k messages in flight:
 *
 * <pre>
 *   0         k
 *   1         counters: bits 0–7 what was decided first plus one, 8–15 crashes, 16–23 restarts, 24–31 deadlines
 *   2 … n+1   a local state for each node, or below zero if it is down
 *   n+2 …     the messages in flight, ascending
 * </pre>
 *
 * <p>Threading: single owner. Allocation: when it grows.
 */
final class Worlds {
  static final int COUNTERS_AT = 1;
  static final int LOCALS_AT = 2;
  static final int CRASH = 1 << 8;
  static final int RESTART = 1 << 16;
  static final int DEADLINE = 1 << 24;

  int[] words = new int[1 << 16];
  int end;

  /** Appends a world. */
  void add(final int[] world, final int length) {
    if (end + length > words.length) {
      words = Arrays.copyOf(words, Math.max(2 * words.length, end + length));
    }
    System.arraycopy(world, 0, words, end, length);
    end += length;
  }

  void clear() {
    end = 0;
  }

  static int decided(final int counters) {
    return (counters & 0xFF) - 1;
  }

  static int crashes(final int counters) {
    return counters >>> 8 & 0xFF;
  }

  static int restarts(final int counters) {
    return counters >>> 16 & 0xFF;
  }

  static int deadlines(final int counters) {
    return counters >>> 24;
  }
}
