package dev.ordeal.faultlab.exploration;

/**
 * The worlds visited, by a 64-bit digest each: open addressing, at most three fifths full.
 *
 * <p>Two different worlds share a digest with a chance of 2⁻⁶⁴, so of m worlds one is taken for visited in error with a
 * chance of about m² / 2⁶⁵: one in four million for three million worlds. Threading: single owner. Allocation: when it
 * grows.
 */
final class WorldSet {
  private static final long EMPTY = 0;

  private long[] digests = new long[1 << 16];
  private int mask = digests.length - 1;
  private long size;

  /** Adds a digest; false if it was there. */
  boolean add(final long digest) {
    final long wanted = digest == EMPTY ? 1 : digest;
    int slot = (int) (wanted >>> 20) & mask;
    while (digests[slot] != EMPTY) {
      if (digests[slot] == wanted) {
        return false;
      }
      slot = slot + 1 & mask;
    }
    digests[slot] = wanted;
    size++;
    if (size * 5 > digests.length * 3L) {
      grow();
    }
    return true;
  }

  long size() {
    return size;
  }

  private void grow() {
    final long[] old = digests;
    digests = new long[2 * old.length];
    mask = digests.length - 1;
    for (final long digest : old) {
      if (digest != EMPTY) {
        int slot = (int) (digest >>> 20) & mask;
        while (digests[slot] != EMPTY) {
          slot = slot + 1 & mask;
        }
        digests[slot] = digest;
      }
    }
  }
}
