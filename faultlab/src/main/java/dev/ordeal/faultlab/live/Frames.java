package dev.ordeal.faultlab.live;

import dev.ordeal.protocols.core.Indication;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What nodes tell the world outside, as frames; a ring carries them between threads, a pipe between processes.
 *
 * <pre>
 *   STARTED            node int32 | unused int32 | time int64
 *   FAILED             node int32 | unused int32 | time int64 | text
 *   INDICATED          node int32 | indication int32 | time int64 | key int64 | value int64
 *   INDICATED_BODY     node int32 | indication int32 | time int64 | key int64 | body
 *   REPLIED            node int32 | unused int32 | request int64 | body
 * </pre>
 *
 * <p>Hot. Threading: one owner. Allocation: when a body is longer than any before.
 */
final class Frames {
  private static final int STARTED = 1;
  private static final int FAILED = 2;
  private static final int INDICATED = 3;
  private static final int INDICATED_BODY = 4;
  private static final int REPLIED = 5;

  private static final Indication[] INDICATIONS = Indication.values();
  private static final int NODE = 0;
  private static final int INDICATION = 4;
  private static final int WORD = 8;
  private static final int KEY = 16;
  private static final int VALUE = 24;
  private static final int HEADER = 16;
  private static final int HEADER_WITH_KEY = 24;

  private final World world;
  private final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);

  Frames(final World world) {
    this.world = world;
  }

  void start(final int nodeId, final long runNs) {
    begin(nodeId, 0, runNs);
    world.tell(STARTED, frame, HEADER);
  }

  void failure(final int nodeId, final long runNs, final byte[] text) {
    begin(nodeId, 0, runNs);
    putBody(HEADER, new UnsafeBuffer(text), 0, text.length);
    world.tell(FAILED, frame, HEADER + text.length);
  }

  void indication(final int nodeId, final int indication, final long runNs, final long key, final long value) {
    begin(nodeId, indication, runNs);
    frame.putLong(KEY, key);
    frame.putLong(VALUE, value);
    world.tell(INDICATED, frame, HEADER_WITH_KEY + Long.BYTES);
  }

  void indication(
      final int nodeId,
      final int indication,
      final long runNs,
      final long key,
      final DirectBuffer body,
      final int offset,
      final int length) {
    putBody(HEADER_WITH_KEY, body, offset, length);
    begin(nodeId, indication, runNs);
    frame.putLong(KEY, key);
    world.tell(INDICATED_BODY, frame, HEADER_WITH_KEY + length);
  }

  void reply(
      final int nodeId, final long requestId, final DirectBuffer body, final int offset, final int length) {
    putBody(HEADER, body, offset, length);
    begin(nodeId, 0, requestId);
    world.tell(REPLIED, frame, HEADER + length);
  }

  /** Tells a listener what a frame says. */
  static void read(
      final int type,
      final DirectBuffer buffer,
      final int at,
      final int length,
      final UnsafeBuffer view,
      final WorldListener listener) {
    final int nodeId = buffer.getInt(at + NODE);
    final long word = buffer.getLong(at + WORD);
    switch (type) {
      case STARTED -> listener.onStart(word, nodeId);
      case FAILED -> listener.onFailure(
          word, nodeId, buffer.getStringWithoutLengthUtf8(at + HEADER, length - HEADER));
      case INDICATED -> listener.onIndication(
          word,
          nodeId,
          INDICATIONS[buffer.getInt(at + INDICATION)],
          buffer.getLong(at + KEY),
          buffer.getLong(at + VALUE));
      case INDICATED_BODY -> {
        view.wrap(buffer, at + HEADER_WITH_KEY, length - HEADER_WITH_KEY);
        listener.onIndication(
            word,
            nodeId,
            INDICATIONS[buffer.getInt(at + INDICATION)],
            buffer.getLong(at + KEY),
            view,
            0,
            view.capacity());
      }
      case REPLIED -> {
        view.wrap(buffer, at + HEADER, length - HEADER);
        listener.onReply(nodeId, word, view, 0, view.capacity());
      }
      default -> throw new IllegalStateException("not a frame: type=%d".formatted(type));
    }
  }

  private void begin(final int nodeId, final int indication, final long word) {
    frame.putInt(NODE, nodeId);
    frame.putInt(INDICATION, indication);
    frame.putLong(WORD, word);
  }

  private void putBody(final int at, final DirectBuffer body, final int offset, final int length) {
    if (frame.capacity() < at + length) {
      frame.wrap(new byte[Math.max(at + length, 2 * frame.capacity())]);
    }
    frame.putBytes(at, body, offset, length);
  }
}
