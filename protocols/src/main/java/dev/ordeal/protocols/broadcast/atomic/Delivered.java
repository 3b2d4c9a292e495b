package dev.ordeal.protocols.broadcast.atomic;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * A_delivered of the paper, in two words a node: up to which number all of its messages have been delivered, and which
 * of the {@value #WINDOW} after that. No node is further ahead of itself than that, since it takes no request while it
 * is.
 *
 * <p>Single owner; allocates nothing after construction.
 */
final class Delivered {
  /** How far from the first that is missing the last may be. */
  static final int WINDOW = Long.SIZE;

  private final long[] upTo;
  private final long[] after;

  Delivered(final int clusterSize) {
    upTo = new long[clusterSize];
    after = new long[clusterSize];
  }

  /** How many messages of a node have been delivered without a gap. */
  long upTo(final int origin) {
    return upTo[origin];
  }

  boolean contains(final long id) {
    final long ahead = ahead(id);
    return ahead < 0 || (ahead < WINDOW && (after[MessageId.origin(id)] >>> ahead & 1) != 0);
  }

  /** Whether the message is too far ahead to be told from others. */
  boolean isBeyond(final long id) {
    return ahead(id) >= WINDOW;
  }

  /** Adds one that is not beyond, if it is not contained. */
  void add(final long id) {
    if (contains(id)) {
      return;
    }
    final int origin = MessageId.origin(id);
    after[origin] |= 1L << ahead(id);
    while ((after[origin] & 1) != 0) {
      after[origin] >>>= 1;
      upTo[origin]++;
    }
  }

  /** Writes all; returns the end. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    int end = offset;
    for (int origin = 0; origin < upTo.length; origin++) {
      buffer.putLong(end, upTo[origin], LITTLE_ENDIAN);
      buffer.putLong(end + Long.BYTES, after[origin], LITTLE_ENDIAN);
      end += 2 * Long.BYTES;
    }
    return end;
  }

  private long ahead(final long id) {
    return MessageId.number(id) - upTo[MessageId.origin(id)] - 1;
  }
}
