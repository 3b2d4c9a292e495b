package dev.ordeal.protocols.clock.computation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Messages that arrived while an event was under way, first come, first served. Each is its id, the length of its stamp
 * and the stamp, one behind the other; what was taken is dropped when nothing is left, or when it is the larger part.
 *
 * <p>Allocation: when more wait than ever before.
 */
final class WaitingReceipts {
  private static final int LENGTH_AT = Long.BYTES;
  private static final int STAMP_AT = LENGTH_AT + Integer.BYTES;
  private static final int COMPACT_BYTES = 4096;

  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
  private int head;
  private int end;

  boolean isEmpty() {
    return head == end;
  }

  void add(final long messageId, final DirectBuffer stamp, final int offset, final int length) {
    buffer.putLong(end, messageId, LITTLE_ENDIAN);
    buffer.putInt(end + LENGTH_AT, length, LITTLE_ENDIAN);
    buffer.putBytes(end + STAMP_AT, stamp, offset, length);
    end += STAMP_AT + length;
  }

  long messageId() {
    return buffer.getLong(head, LITTLE_ENDIAN);
  }

  DirectBuffer buffer() {
    return buffer;
  }

  int stampOffset() {
    return head + STAMP_AT;
  }

  int stampLength() {
    return buffer.getInt(head + LENGTH_AT, LITTLE_ENDIAN);
  }

  /** Takes the first one away. */
  void remove() {
    head += STAMP_AT + stampLength();
    if (head == end) {
      head = 0;
      end = 0;
    } else if (head >= COMPACT_BYTES && head > end - head) {
      buffer.putBytes(0, buffer, head, end - head);
      end -= head;
      head = 0;
    }
  }

  int encode(final MutableDirectBuffer target, final int offset) {
    target.putInt(offset, end - head, LITTLE_ENDIAN);
    target.putBytes(offset + Integer.BYTES, buffer, head, end - head);
    return offset + Integer.BYTES + end - head;
  }
}
