package dev.ordeal.protocols.detector.swim;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * Of which members a node has news to pass on, those first that it has passed on least. News of a member replaces older
 * news of it.
 *
 * <p>A list linked through arrays: new ones enter at its head, those that were sent go to its end, so that the head is
 * about the one sent least often. Cost: constant time for everything. Threading: single owner. Allocation: none after
 * construction.
 */
final class Rumours {
  /** No member. */
  static final int NONE = -1;

  private static final int UNLINKED = -1;

  private final int transmissionsMax;
  private final int[] next;
  private final int[] previous;
  private final int[] sent;

  /** The ends of the list are the entry after the last member. */
  private final int end;

  Rumours(final int clusterSize, final int transmissionsMax) {
    this.transmissionsMax = transmissionsMax;
    end = clusterSize;
    next = new int[clusterSize + 1];
    previous = new int[clusterSize + 1];
    sent = new int[clusterSize];
    for (int member = 0; member < clusterSize; member++) {
      next[member] = UNLINKED;
    }
    next[end] = end;
    previous[end] = end;
  }

  /** There is news of a member. */
  void add(final int member) {
    unlink(member);
    sent[member] = 0;
    link(member, end, next[end]);
  }

  /** The member whose news is to be sent first, or {@link #NONE}. */
  int first() {
    return next[end] == end ? NONE : next[end];
  }

  /** The one after it, or {@link #NONE}. */
  int after(final int member) {
    return next[member] == end ? NONE : next[member];
  }

  /** News of a member has been sent once more; it goes to the end, or is news no longer. */
  void onSent(final int member) {
    unlink(member);
    if (++sent[member] < transmissionsMax) {
      link(member, previous[end], end);
    }
  }

  int encodeState(final MutableDirectBuffer buffer, final int offset) {
    int at = offset;
    for (int member = first(); member != NONE; member = after(member)) {
      buffer.putInt(at, member, LITTLE_ENDIAN);
      buffer.putInt(at + 4, sent[member], LITTLE_ENDIAN);
      at += 8;
    }
    buffer.putInt(at, NONE, LITTLE_ENDIAN);
    return at + 4 - offset;
  }

  private void link(final int member, final int before, final int after) {
    next[before] = member;
    previous[member] = before;
    next[member] = after;
    previous[after] = member;
  }

  private void unlink(final int member) {
    if (next[member] != UNLINKED) {
      next[previous[member]] = next[member];
      previous[next[member]] = previous[member];
      next[member] = UNLINKED;
    }
  }
}
