package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one node has said and the others not yet heard.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
class Wire implements Outbox {
  private final int id;
  private final int nodes;
  final UnsafeBuffer[] buffers;
  final int[] lengths;
  final int[] toIds;
  final UnsafeBuffer reply = new UnsafeBuffer(new byte[64]);
  int count;
  private long position;

  Wire(final int id, final int nodes, final int messageBytesMax) {
    final int slots = 4 * nodes;
    this.id = id;
    this.nodes = nodes;
    this.buffers = new UnsafeBuffer[slots];
    this.lengths = new int[slots];
    this.toIds = new int[slots];
    for (int i = 0; i < slots; i++) {
      buffers[i] = new UnsafeBuffer(new byte[messageBytesMax]);
    }
  }

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    buffers[count].putBytes(0, buffer, offset, length);
    toIds[count] = toId;
    lengths[count++] = length;
  }

  @Override
  public void multicast(
      final int[] ids, final int size, final DirectBuffer buffer, final int offset, final int length) {
    for (int i = 0; i < size; i++) {
      send(ids[i], buffer, offset, length);
    }
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    for (int to = 0; to < nodes; to++) {
      if (to != id) {
        send(to, buffer, offset, length);
      }
    }
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    return position++;
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    return position++;
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {}

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    reply.putBytes(0, buffer, offset, length);
  }

  @Override
  public void indicate(final Indication indication, final long key, final long value) {}

  @Override
  public void indicate(
      final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {}

  /** Delivers until nobody has anything left to say; returns how many messages that were. */
  static long deliverAll(final ProtocolNode[] nodes, final Wire[] wires, final long nowNs) {
    long delivered = 0;
    for (boolean isQuiet = false; !isQuiet; ) {
      isQuiet = true;
      for (int from = 0; from < nodes.length; from++) {
        final Wire wire = wires[from];
        for (int i = 0; i < wire.count; i++) {
          final int to = wire.toIds[i];
          nodes[to].onMessage(nowNs, from, wire.buffers[i], 0, wire.lengths[i], wires[to]);
          delivered++;
          isQuiet = false;
        }
        wire.count = 0;
      }
    }
    return delivered;
  }
}
