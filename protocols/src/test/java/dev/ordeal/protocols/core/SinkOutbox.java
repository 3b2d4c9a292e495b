package dev.ordeal.protocols.core;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Copies what is staged into one buffer and counts it; allocates nothing. */
public final class SinkOutbox implements Outbox {
  private final UnsafeBuffer copy = new UnsafeBuffer(new byte[4096]);
  private long nextPosition;

  /** Effects so far, so that a test sees that its steps did something. */
  public long effects;

  /** Replies among them. */
  public long replies;

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    take(buffer, offset, length);
  }

  @Override
  public void multicast(
      final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    take(buffer, offset, length);
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    take(buffer, offset, length);
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    take(buffer, offset, length);
    return nextPosition++;
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    return append(buffer, offset, length);
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
    take(buffer, offset, length);
  }

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    replies++;
    take(buffer, offset, length);
  }

  @Override
  public void indicate(final Indication indication, final long key, final long value) {
    effects++;
  }

  @Override
  public void indicate(
      final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
    take(buffer, offset, length);
  }

  private void take(final DirectBuffer buffer, final int offset, final int length) {
    copy.putBytes(0, buffer, offset, length);
    effects++;
  }
}
