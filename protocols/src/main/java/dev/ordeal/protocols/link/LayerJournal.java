package dev.ordeal.protocols.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Where the records of the node above stand in the journal it shares with a layer. That node counts its own records
 * only: 0, 1, … as if it were alone. A record of the layer's moves all later ones up by one.
 *
 * <p>Space: a word for each record of the layer's that lies among records of the node's. Allocation: when that grows.
 */
final class LayerJournal {
  private long nextInner;
  private long nextShared;
  private long shift;
  private long[] movedFrom = new long[4];
  private int moves;

  /** How many records of the node's there have been: the position its next one takes. */
  long nextInner() {
    return nextInner;
  }

  /** The position the next record of either takes in the shared journal. */
  long nextShared() {
    return nextShared;
  }

  /** A record of the node's was replayed or written. Returns its position as the node counts. */
  long addInner() {
    nextShared++;
    return nextInner++;
  }

  /** A record of the layer's was replayed or written. */
  void addOwn() {
    if (moves == movedFrom.length) {
      movedFrom = Arrays.copyOf(movedFrom, 2 * moves);
    }
    movedFrom[moves++] = nextInner;
    nextShared++;
  }

  /** The shared position that the node's record {@code inner} has, or will have if it is the next. */
  long toShared(final long inner) {
    int before = 0;
    while (before < moves && movedFrom[before] <= inner) {
      before++;
    }
    return inner + shift + before;
  }

  /** All records before the node's record {@code inner} have been replaced by one of the node's. */
  void dropBefore(final long inner) {
    int before = 0;
    while (before < moves && movedFrom[before] <= inner) {
      before++;
    }
    shift += before;
    moves -= before;
    System.arraycopy(movedFrom, before, movedFrom, 0, moves);
  }

  /** How many records of the layer's lie among those of the node's; the last of them is the newest of all. */
  int moves() {
    return moves;
  }

  /** Writes the whole state; returns the end. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, nextInner, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, nextShared, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, shift, LITTLE_ENDIAN);
    int end = offset + 24;
    for (int i = 0; i < moves; i++) {
      buffer.putLong(end, movedFrom[i], LITTLE_ENDIAN);
      end += Long.BYTES;
    }
    return end;
  }
}
