package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Throws a step's effects away, all but their count and the last message sent, so that a step's own cost is left.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
final class DiscardingOutbox implements Outbox {
  /** The last message sent. */
  final ExpandableArrayBuffer last = new ExpandableArrayBuffer(64);

  /** How many effects there were. */
  long effects;

  private long position;

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    keep(buffer, offset, length);
  }

  @Override
  public void multicast(
      final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    keep(buffer, offset, length);
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    keep(buffer, offset, length);
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    effects++;
    return position++;
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    effects++;
    return position++;
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
    effects++;
  }

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    effects++;
  }

  @Override
  public void indicate(final Indication indication, final long key, final long value) {
    effects++;
  }

  @Override
  public void indicate(
      final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
    effects++;
  }

  private void keep(final DirectBuffer buffer, final int offset, final int length) {
    effects++;
    last.putBytes(0, buffer, offset, length);
  }
}
