package dev.ordeal.protocols.replication.primarybackup;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.replication.RegisterRequest;
import org.agrona.MutableDirectBuffer;

/**
 * The requests that wait at a primary, in the order they came, at most so many. Those of the change under way are the
 * first {@link #underWay()}.
 *
 * <p>Threading: the node's owner. Allocation: none after construction.
 */
final class WaitingRequests {
  /** One request and where its answer goes. */
  static final class Waiting {
    boolean isWrite;
    int originId;
    int client;
    int key;
    long requestId;
    long sequence;
    long value;
  }

  private final Waiting[] waiting;
  private int count;
  private int underWay;

  WaitingRequests(final int max) {
    waiting = new Waiting[max];
    for (int i = 0; i < max; i++) {
      waiting[i] = new Waiting();
    }
  }

  int count() {
    return count;
  }

  int underWay() {
    return underWay;
  }

  Waiting get(final int index) {
    return waiting[index];
  }

  /** The first so many are the change under way from now on. */
  void beginChange(final int first) {
    underWay = first;
  }

  /**
   * Lets an attempt wait: in the place of one of the same client that is not under way, beside the others else. An
   * attempt older than one that waits is dropped.
   *
   * @return false if there is no room
   */
  boolean add(final RegisterRequest request, final int originId, final long requestId) {
    int at = count;
    for (int i = 0; i < count; i++) {
      final Waiting other = waiting[i];
      if (other.client == request.client()) {
        if (other.sequence > request.sequence()) {
          return true;
        }
        at = i >= underWay || other.sequence == request.sequence() ? i : at;
      }
    }
    if (at == waiting.length) {
      return false;
    }
    count = Math.max(count, at + 1);
    final Waiting one = waiting[at];
    one.originId = originId;
    one.requestId = requestId;
    if (at >= underWay) {
      one.isWrite = request.isWrite();
      one.client = request.client();
      one.key = request.key();
      one.sequence = request.sequence();
      one.value = request.value();
    }
    return true;
  }

  /** Drops the first so many, which are no longer under way. */
  void dropFirst(final int first) {
    for (int i = first; i < count; i++) {
      final Waiting kept = waiting[i];
      waiting[i] = waiting[i - first];
      waiting[i - first] = kept;
    }
    count -= first;
    underWay = 0;
  }

  /** Writes all that waits; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, count, LITTLE_ENDIAN);
    buffer.putInt(offset + 4, underWay, LITTLE_ENDIAN);
    int at = offset + 8;
    for (int i = 0; i < count; i++) {
      final Waiting one = waiting[i];
      buffer.putByte(at, (byte) (one.isWrite ? 1 : 0));
      buffer.putInt(at + 1, one.originId, LITTLE_ENDIAN);
      buffer.putInt(at + 5, one.client, LITTLE_ENDIAN);
      buffer.putInt(at + 9, one.key, LITTLE_ENDIAN);
      buffer.putLong(at + 13, one.requestId, LITTLE_ENDIAN);
      buffer.putLong(at + 21, one.sequence, LITTLE_ENDIAN);
      buffer.putLong(at + 29, one.value, LITTLE_ENDIAN);
      at += 37;
    }
    return at - offset;
  }
}
