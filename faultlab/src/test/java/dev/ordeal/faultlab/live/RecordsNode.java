package dev.ordeal.faultlab.live;

import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A node that only hears its records. */
abstract class RecordsNode implements ProtocolNode {
  @Override
  public void onStart(final long nowNs, final Outbox outbox) {}

  @Override
  public void onMessage(
      final long nowNs, final int fromId, final DirectBuffer buffer, final int offset, final int length,
      final Outbox outbox) {}

  @Override
  public void onRequest(
      final long nowNs, final long requestId, final DirectBuffer buffer, final int offset, final int length,
      final Outbox outbox) {}

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {}

  @Override
  public long nextDeadlineNs() {
    return NO_DEADLINE;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    return 0;
  }

  @Override
  public long digest() {
    return 0;
  }
}
