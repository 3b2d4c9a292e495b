package dev.ordeal.protocols.consensus;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Sets of nodes by number: for each slot who has been heard of, so that what comes again counts once.
 *
 * <p>Single owner; allocates nothing after construction.
 */
public final class SenderSets {
  private final int words;
  private final long[] bits;

  /** Empty sets. */
  public SenderSets(final int slots, final int clusterSize) {
    words = (clusterSize + Long.SIZE - 1) / Long.SIZE;
    bits = new long[slots * words];
  }

  /** Adds a node; returns whether it was not there. */
  public boolean add(final int slot, final int id) {
    final int at = slot * words + id / Long.SIZE;
    final long bit = 1L << id;
    final boolean isNew = (bits[at] & bit) == 0;
    bits[at] |= bit;
    return isNew;
  }

  /** Empties a set. */
  public void clear(final int slot) {
    Arrays.fill(bits, slot * words, (slot + 1) * words, 0);
  }

  /** Writes a set; returns the end. */
  public int encode(final int slot, final MutableDirectBuffer buffer, final int offset) {
    for (int word = 0; word < words; word++) {
      buffer.putLong(offset + word * Long.BYTES, bits[slot * words + word], LITTLE_ENDIAN);
    }
    return offset + words * Long.BYTES;
  }
}
