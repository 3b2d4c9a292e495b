package dev.ordeal.protocols.link;

import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A node above a layer: logs what it is given and does what a test asks. Its messages and records are one long. */
final class LoggingNode implements ProtocolNode {
  record Heard(int fromId, long value) {}

  final List<Heard> heard = new ArrayList<>();
  final List<Long> replayed = new ArrayList<>();
  long deadlineNs = NO_DEADLINE;
  int deadlines;
  Outbox outbox;

  private final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);

  /** What is staged goes out with the layer's step. */
  void send(final int toId, final long value) {
    outbox.send(toId, put(value), 0, Long.BYTES);
  }

  void broadcast(final long value) {
    outbox.broadcast(put(value), 0, Long.BYTES);
  }

  long append(final long value) {
    return outbox.append(put(value), 0, Long.BYTES);
  }

  long persist(final long value) {
    return outbox.persist(put(value), 0, Long.BYTES);
  }

  void checkpoint(final long value, final long keepFrom) {
    outbox.checkpoint(put(value), 0, Long.BYTES, keepFrom);
  }

  private UnsafeBuffer put(final long value) {
    word.putLong(0, value);
    return word;
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    replayed.add(buffer.getLong(offset));
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    heard.add(new Heard(fromId, buffer.getLong(offset)));
  }

  /** A request is a way to let a test act inside a step. */
  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    action.run();
  }

  Runnable action = () -> {};

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    deadlines++;
    deadlineNs = NO_DEADLINE;
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, heard.size());
    return Integer.BYTES;
  }

  @Override
  public long digest() {
    final UnsafeBuffer state = new UnsafeBuffer(new byte[Integer.BYTES]);
    return StateDigest.of(state, 0, encodeState(state, 0));
  }
}
