package dev.ordeal.protocols.election;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps the messages, records and leaders of a node that a test drives by hand. */
public final class KeptEffects implements Outbox {
  /** Messages, in order, each once however many it goes to. */
  public final List<DirectBuffer> messages = new ArrayList<>();

  /** Whom the node holds leader. */
  public long leaderId = Indication.NO_LEADER;

  private final List<DirectBuffer> records = new ArrayList<>();

  /** Replays what the last incarnation wrote. */
  public void replayTo(final ProtocolNode node) {
    records.forEach(record -> node.onRecord(record, 0, record.capacity()));
  }

  /** The last message. */
  public DirectBuffer lastMessage() {
    return messages.get(messages.size() - 1);
  }

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    messages.add(copy(buffer, offset, length));
  }

  @Override
  public void multicast(
      final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    messages.add(copy(buffer, offset, length));
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    messages.add(copy(buffer, offset, length));
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    return persist(buffer, offset, length);
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    records.add(copy(buffer, offset, length));
    return records.size() - 1L;
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
    throw new UnsupportedOperationException("no scenario here is long enough for a checkpoint");
  }

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {}

  @Override
  public void indicate(final Indication indication, final long key, final long value) {
    if (indication == Indication.LEADER) {
      leaderId = value;
    }
  }

  @Override
  public void indicate(
      final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {}

  private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }
}
