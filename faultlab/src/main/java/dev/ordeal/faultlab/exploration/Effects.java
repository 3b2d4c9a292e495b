package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** The effects of the last step played, and all records that the node has forced. Cold; single owner. */
final class Effects implements Outbox {
  /** A message as sent. */
  record Sent(int toId, byte[] bytes) {}

  /** An indication of two words. */
  record Said(Indication indication, long key, long value) {}

  final List<Sent> sent = new ArrayList<>();
  final List<Said> said = new ArrayList<>();
  final List<byte[]> records = new ArrayList<>();

  private final int nodeId;
  private final int clusterSize;

  Effects(final int nodeId, final int clusterSize) {
    this.nodeId = nodeId;
    this.clusterSize = clusterSize;
  }

  /** Another step begins. */
  void clearStep() {
    sent.clear();
    said.clear();
  }

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    sent.add(new Sent(toId, copy(buffer, offset, length)));
  }

  @Override
  public void multicast(
      final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = copy(buffer, offset, length);
    for (int i = 0; i < count; i++) {
      sent.add(new Sent(toIds[i], bytes));
    }
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = copy(buffer, offset, length);
    for (int id = 0; id < clusterSize; id++) {
      if (id != nodeId) {
        sent.add(new Sent(id, bytes));
      }
    }
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    throw new UnsupportedOperationException("a lazy record: which of them survive a crash is not explored");
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    records.add(copy(buffer, offset, length));
    return records.size() - 1L;
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
    records.subList(0, (int) keepFrom).clear();
    records.add(0, copy(buffer, offset, length));
  }

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    // No client listens.
  }

  @Override
  public void indicate(final Indication indication, final long key, final long value) {
    said.add(new Said(indication, key, value));
  }

  @Override
  public void indicate(
      final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
    // Nothing of length is judged.
  }

  private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return bytes;
  }
}
