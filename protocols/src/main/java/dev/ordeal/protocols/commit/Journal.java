package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;

/**
 * Where a node's next record goes, and how many there are since the last snapshot.
 *
 * <p>Threading: the node's owner. Allocation: none.
 */
final class Journal {
  /** A snapshot leaves so many of the newest records: a crash may have kept others from hearing of them. */
  private static final long LEFT = 256;

  private long records;
  private long nextPosition;

  /** A record came back. */
  void replayed() {
    records++;
    nextPosition++;
  }

  /** Writes a record; returns its position, or {@link Long#MAX_VALUE} if the rule is to write none. */
  long write(final LogRule rule, final DirectBuffer buffer, final int length, final Outbox outbox) {
    if (rule == LogRule.NONE) {
      return Long.MAX_VALUE;
    }
    final long position =
        rule == LogRule.FORCED ? outbox.persist(buffer, 0, length) : outbox.append(buffer, 0, length);
    nextPosition = position + 1;
    records++;
    return position;
  }

  /**
   * Puts a snapshot in the place of all records before {@code oldest}, but for the newest.
   *
   * @return false if there is nothing before it
   */
  boolean replace(final long oldest, final DirectBuffer buffer, final int length, final Outbox outbox) {
    final long keepFrom = Math.min(oldest, nextPosition - LEFT);
    if (keepFrom < 1) {
      return false;
    }
    outbox.checkpoint(buffer, 0, length, keepFrom);
    records = 1 + nextPosition - keepFrom;
    return true;
  }

  long records() {
    return records;
  }

  long nextPosition() {
    return nextPosition;
  }
}
