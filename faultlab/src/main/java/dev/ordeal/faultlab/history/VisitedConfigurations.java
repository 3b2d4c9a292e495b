package dev.ordeal.faultlab.history;

import java.util.Arrays;

/**
 * The configurations that a search has been to: sets of fixed-size rows of longs. A row is a <em>core</em>, compared
 * for equality, and a <em>tail</em>, a bit set compared by inclusion: a row counts as visited if a row of the same core
 * and a subset of its tail is there.
 *
 * <p>Exact: hashes find rows, words decide. Open addressing over row numbers; rows lie in chunks that never move.
 * Single owner; allocates when it grows.
 */
class VisitedConfigurations {
  private static final int CHUNK_ROWS_LOG2 = 12;
  private static final int CHUNK_ROWS = 1 << CHUNK_ROWS_LOG2;
  private static final int ROWS_MIN = 16;
  private static final int TABLE_MIN = 2 * ROWS_MIN;
  private static final int NONE = -1;

  private final int coreWords;
  private final int rowWords;
  /** The first grows by doubling, so that small searches stay small; the others are of full size at once. */
  private long[][] chunks = new long[4][];
  /** The next row of the same core, or NONE. */
  private int[] nextOfCore = new int[ROWS_MIN];
  /** The first row of a core, or NONE. */
  private int[] table = new int[TABLE_MIN];
  private int cores;
  private int rows;
  private long bytes;

  VisitedConfigurations(final int coreWords, final int tailWords) {
    this.coreWords = coreWords;
    rowWords = coreWords + tailWords;
    Arrays.fill(table, NONE);
    chunks[0] = new long[ROWS_MIN * rowWords];
    bytes = 4L * (TABLE_MIN + ROWS_MIN) + 8L * ROWS_MIN * rowWords;
  }

  int size() {
    return rows;
  }

  /** Bytes held. */
  long bytes() {
    return bytes;
  }

  /** Adds a row of core and tail; false if it counts as visited already. */
  boolean add(final long[] row) {
    int slot = slotOf(hash(row, 0), table.length);
    int first = table[slot];
    while (first != NONE && !isSameCore(first, row)) {
      slot = slot + 1 & table.length - 1;
      first = table[slot];
    }
    for (int at = first; at != NONE; at = nextOfCore[at]) {
      if (isTailSubset(at, row)) {
        return false;
      }
    }
    final int added = append(row);
    nextOfCore[added] = first;
    table[slot] = added;
    if (first == NONE && ++cores > table.length / 2) {
      rehash();
    }
    return true;
  }

  private boolean isSameCore(final int at, final long[] row) {
    final long[] chunk = chunks[at >> CHUNK_ROWS_LOG2];
    final int base = (at & CHUNK_ROWS - 1) * rowWords;
    for (int i = 0; i < coreWords; i++) {
      if (chunk[base + i] != row[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isTailSubset(final int at, final long[] row) {
    final long[] chunk = chunks[at >> CHUNK_ROWS_LOG2];
    final int base = (at & CHUNK_ROWS - 1) * rowWords;
    for (int i = coreWords; i < rowWords; i++) {
      if ((chunk[base + i] & ~row[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private int append(final long[] row) {
    final int number = rows >> CHUNK_ROWS_LOG2;
    if (number == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * number);
    }
    if (chunks[number] == null) {
      chunks[number] = new long[CHUNK_ROWS * rowWords];
      bytes += 8L * CHUNK_ROWS * rowWords;
    } else if (number == 0 && rows * rowWords == chunks[0].length) {
      bytes += 8L * chunks[0].length;
      chunks[0] = Arrays.copyOf(chunks[0], 2 * chunks[0].length);
    }
    if (rows == nextOfCore.length) {
      bytes += 4L * rows;
      nextOfCore = Arrays.copyOf(nextOfCore, 2 * rows);
    }
    System.arraycopy(row, 0, chunks[number], (rows & CHUNK_ROWS - 1) * rowWords, rowWords);
    return rows++;
  }

  private void rehash() {
    final int[] old = table;
    table = new int[2 * old.length];
    bytes += 4L * old.length;
    Arrays.fill(table, NONE);
    for (final int first : old) {
      if (first != NONE) {
        int slot = slotOf(hash(chunks[first >> CHUNK_ROWS_LOG2], (first & CHUNK_ROWS - 1) * rowWords), table.length);
        while (table[slot] != NONE) {
          slot = slot + 1 & table.length - 1;
        }
        table[slot] = first;
      }
    }
  }

  private long hash(final long[] words, final int base) {
    long hash = 0x9e3779b97f4a7c15L;
    for (int i = 0; i < coreWords; i++) {
      hash = (hash ^ words[base + i]) * 0xbf58476d1ce4e5b9L;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  private static int slotOf(final long hash, final int length) {
    return (int) (hash ^ hash >>> 29) & length - 1;
  }
}
