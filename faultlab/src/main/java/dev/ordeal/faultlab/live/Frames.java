package dev.ordeal.faultlab.live;

import dev.ordeal.protocols.core.Indication;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * What nodes tell the world outside, as frames of a ring; a pipe carries the same bytes between processes.
 *
 * <pre>
 *   STARTED            node int32 | unused int32 | time int64
 *   FAILED             node int32 | unused int32 | time int64 | text
 *   INDICATED          node int32 | indication int32 | time int64 | key int64 | value int64
 *   INDICATED_BODY     node int32 | indication int32 | time int64 | key int64 | body
 *   REPLIED            node int32 | unused int32 | request int64 | body
 * </pre>
 *
 * <p>Hot. Threading: writers any, one reader. Allocation: none.
 */
final class Frames {
  static final int STARTED = 1;
  static final int FAILED = 2;
  static final int INDICATED = 3;
  static final int INDICATED_BODY = 4;
  static final int REPLIED = 5;

  private static final Indication[] INDICATIONS = Indication.values();
  private static final int NODE = 0;
  private static final int INDICATION = 4;
  private static final int TIME = 8;
  private static final int REQUEST = 8;
  private static final int KEY = 16;
  private static final int VALUE = 24;
  private static final int HEADER = 16;
  private static final int HEADER_WITH_KEY = 24;

  private Frames() {}

  static void writeStart(final RingBuffer ring, final int nodeId, final long runNs) {
    final int at = claim(ring, STARTED, HEADER);
    ring.buffer().putInt(at + NODE, nodeId);
    ring.buffer().putLong(at + TIME, runNs);
    ring.commit(at);
  }

  static void writeFailure(final RingBuffer ring, final int nodeId, final long runNs, final byte[] text) {
    final int length = Math.min(text.length, ring.maxMsgLength() - HEADER);
    final int at = claim(ring, FAILED, HEADER + length);
    ring.buffer().putInt(at + NODE, nodeId);
    ring.buffer().putLong(at + TIME, runNs);
    ring.buffer().putBytes(at + HEADER, text, 0, length);
    ring.commit(at);
  }

  static void writeIndication(
      final RingBuffer ring, final int nodeId, final int indication, final long runNs, final long key,
      final long value) {
    final int at = claim(ring, INDICATED, HEADER_WITH_KEY + Long.BYTES);
    final AtomicBuffer buffer = ring.buffer();
    buffer.putInt(at + NODE, nodeId);
    buffer.putInt(at + INDICATION, indication);
    buffer.putLong(at + TIME, runNs);
    buffer.putLong(at + KEY, key);
    buffer.putLong(at + VALUE, value);
    ring.commit(at);
  }

  static void writeIndication(
      final RingBuffer ring, final int nodeId, final int indication, final long runNs, final long key,
      final DirectBuffer body, final int offset, final int length) {
    final int at = claim(ring, INDICATED_BODY, HEADER_WITH_KEY + length);
    final AtomicBuffer buffer = ring.buffer();
    buffer.putInt(at + NODE, nodeId);
    buffer.putInt(at + INDICATION, indication);
    buffer.putLong(at + TIME, runNs);
    buffer.putLong(at + KEY, key);
    buffer.putBytes(at + HEADER_WITH_KEY, body, offset, length);
    ring.commit(at);
  }

  static void writeReply(
      final RingBuffer ring, final int nodeId, final long requestId, final DirectBuffer body, final int offset,
      final int length) {
    final int at = claim(ring, REPLIED, HEADER + length);
    ring.buffer().putInt(at + NODE, nodeId);
    ring.buffer().putLong(at + REQUEST, requestId);
    ring.buffer().putBytes(at + HEADER, body, offset, length);
    ring.commit(at);
  }

  /** Puts bytes of a frame, as another process wrote it, into a ring. */
  static void copy(final RingBuffer ring, final int type, final byte[] frame, final int length) {
    final int at = claim(ring, type, length);
    ring.buffer().putBytes(at, frame, 0, length);
    ring.commit(at);
  }

  /** Tells a listener what a frame says. */
  static void read(
      final int type, final DirectBuffer buffer, final int at, final int length, final UnsafeBuffer view,
      final WorldListener listener) {
    final int nodeId = buffer.getInt(at + NODE);
    switch (type) {
      case STARTED -> listener.onStart(buffer.getLong(at + TIME), nodeId);
      case FAILED -> listener.onFailure(
          buffer.getLong(at + TIME), nodeId, buffer.getStringWithoutLengthUtf8(at + HEADER, length - HEADER));
      case INDICATED -> listener.onIndication(
          buffer.getLong(at + TIME),
          nodeId,
          INDICATIONS[buffer.getInt(at + INDICATION)],
          buffer.getLong(at + KEY),
          buffer.getLong(at + VALUE));
      case INDICATED_BODY -> {
        view.wrap(buffer, at + HEADER_WITH_KEY, length - HEADER_WITH_KEY);
        listener.onIndication(
            buffer.getLong(at + TIME),
            nodeId,
            INDICATIONS[buffer.getInt(at + INDICATION)],
            buffer.getLong(at + KEY),
            view,
            0,
            view.capacity());
      }
      case REPLIED -> {
        view.wrap(buffer, at + HEADER, length - HEADER);
        listener.onReply(nodeId, buffer.getLong(at + REQUEST), view, 0, view.capacity());
      }
      default -> throw new IllegalStateException("not a frame: type=%d".formatted(type));
    }
  }

  /**
   * Room in the ring: waits for its reader, who never waits for a node, since what is judged must not be lost.
   *
   * @throws IllegalStateException if the reader is gone
   */
  private static int claim(final RingBuffer ring, final int type, final int length) {
    int at = ring.tryClaim(type, length);
    while (at < 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while the world's inbox was full");
      }
      Thread.onSpinWait();
      at = ring.tryClaim(type, length);
    }
    return at;
  }
}
