package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.link.FifoLinkNode;
import dev.ordeal.protocols.link.ReliableLinkNode;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One 16-byte message sent through a link layer and delivered at the other end, with whatever the layers say to each
 * other for it, over a wire that copies and nothing else. For a reliable link that is three steps (request, data,
 * acknowledgement), for a FIFO link two.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
final class LinkRound {
  private static final long STEP_NS = 1_000;
  private static final long RETRANSMIT_AFTER_NS = 1_000_000_000;

  private final Ends receiver;
  private final Wire[] wires = {new Wire(), new Wire()};
  private final ProtocolNode[] nodes;
  private final UnsafeBuffer request = new UnsafeBuffer(new byte[16]);
  private long nowNs = 1;

  private LinkRound(final ProtocolNode first, final ProtocolNode second, final Ends receiver) {
    nodes = new ProtocolNode[] {first, second};
    this.receiver = receiver;
    nodes[0].onStart(nowNs, wires[0]);
    nodes[1].onStart(nowNs, wires[1]);
    carry();
  }

  /** Over a reliable link. */
  static LinkRound reliable() {
    final Ends receiver = new Ends();
    return new LinkRound(
        new ReliableLinkNode(0, 2, RETRANSMIT_AFTER_NS, new Ends()),
        new ReliableLinkNode(1, 2, RETRANSMIT_AFTER_NS, receiver),
        receiver);
  }

  /** Over a FIFO link. */
  static LinkRound fifo() {
    final Ends receiver = new Ends();
    return new LinkRound(new FifoLinkNode(0, 2, new Ends()), new FifoLinkNode(1, 2, receiver), receiver);
  }

  /** One round; returns how many messages have been delivered at the other end. */
  long round() {
    nowNs += STEP_NS;
    nodes[0].onRequest(nowNs, 0, request, 0, request.capacity(), wires[0]);
    carry();
    return receiver.delivered;
  }

  /** Carries messages until nobody says anything any more. */
  private void carry() {
    while (wires[0].count + wires[1].count > 0) {
      for (int from = 0; from < 2; from++) {
        final Wire wire = wires[from];
        // Messages to one end only grow the other end's wire, so this one may be emptied in place.
        for (int i = 0; i < wire.count; i++) {
          nodes[1 - from].onMessage(nowNs, from, wire.buffers[i], 0, wire.lengths[i], wires[1 - from]);
        }
        wire.count = 0;
      }
    }
  }

  /** The nodes above the link: the first sends what it is asked to, the second counts. */
  private static final class Ends implements ProtocolNode {
    private long delivered;

    @Override
    public void onRecord(final DirectBuffer buffer, final int offset, final int length) {}

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {}

    @Override
    public void onMessage(
        final long nowNs,
        final int fromId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      delivered++;
    }

    @Override
    public void onRequest(
        final long nowNs,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      outbox.send(1, buffer, offset, length);
    }

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {}

    @Override
    public long nextDeadlineNs() {
      return NO_DEADLINE;
    }

    @Override
    public int encodeState(final MutableDirectBuffer buffer, final int offset) {
      buffer.putLong(offset, delivered);
      return Long.BYTES;
    }

    @Override
    public long digest() {
      return delivered;
    }
  }

  /** What one node has said and the other not yet heard. There are two nodes, so all of it is for the other one. */
  private static final class Wire implements Outbox {
    private static final int SLOTS = 8;
    private static final int BYTES_MAX = 256;

    private final UnsafeBuffer[] buffers = new UnsafeBuffer[SLOTS];
    private final int[] lengths = new int[SLOTS];
    private int count;
    private long position;

    Wire() {
      for (int i = 0; i < SLOTS; i++) {
        buffers[i] = new UnsafeBuffer(new byte[BYTES_MAX]);
      }
    }

    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      buffers[count].putBytes(0, buffer, offset, length);
      lengths[count++] = length;
    }

    @Override
    public void multicast(
        final int[] toIds, final int ids, final DirectBuffer buffer, final int offset, final int length) {
      send(toIds[0], buffer, offset, length);
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      send(0, buffer, offset, length);
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
    public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {}

    @Override
    public void indicate(final Indication indication, final long key, final long value) {}

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {}
  }
}
