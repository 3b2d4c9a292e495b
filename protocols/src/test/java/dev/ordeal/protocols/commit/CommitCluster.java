package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Nodes of a commit protocol that hear each other at once, on one thread; nothing allocated by itself. */
final class CommitCluster {
  private static final int MESSAGES_MAX = 256;
  private static final int BYTES_MAX = 2048;

  final ProtocolNode[] nodes;

  /** The last reply to a client. */
  final UnsafeBuffer reply = new UnsafeBuffer(new byte[BYTES_MAX]);

  /** How many messages, records and replies there were. */
  long effects;

  private final UnsafeBuffer[] bodies = new UnsafeBuffer[MESSAGES_MAX];
  private final int[] froms = new int[MESSAGES_MAX];
  private final int[] tos = new int[MESSAGES_MAX];
  private final int[] lengths = new int[MESSAGES_MAX];
  private final Wire[] wires;
  private int head;
  private int tail;
  private long nowNs = 1;

  CommitCluster(final AlgorithmSpec spec, final int size) {
    nodes = new ProtocolNode[size];
    wires = new Wire[size];
    for (int i = 0; i < MESSAGES_MAX; i++) {
      bodies[i] = new UnsafeBuffer(new byte[BYTES_MAX]);
    }
    for (int id = 0; id < size; id++) {
      wires[id] = new Wire(id);
      final NodeContext context = new NodeContext(id, size, 1, new CounterRandom(id), () -> 0);
      nodes[id] = spec.newNode(context, ParameterValues.defaultsOf(spec.parameters()));
      nodes[id].onStart(nowNs, wires[id]);
    }
  }

  /** Hands a request to a node, and delivers until all is quiet. */
  void request(final int nodeId, final DirectBuffer buffer, final int length) {
    nowNs += 1_000;
    nodes[nodeId].onRequest(nowNs, 1, buffer, 0, length, wires[nodeId]);
    while (head < tail) {
      final int at = head++ % MESSAGES_MAX;
      final int to = tos[at];
      nodes[to].onMessage(nowNs, froms[at], bodies[at], 0, lengths[at], wires[to]);
    }
    head = 0;
    tail = 0;
  }

  private final class Wire implements Outbox {
    private final int id;
    private long position;

    Wire(final int id) {
      this.id = id;
    }

    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      final int at = tail++ % MESSAGES_MAX;
      bodies[at].putBytes(0, buffer, offset, length);
      froms[at] = id;
      tos[at] = toId;
      lengths[at] = length;
      effects++;
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
      for (int to = 0; to < nodes.length; to++) {
        if (to != id) {
          send(to, buffer, offset, length);
        }
      }
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
      reply.putBytes(0, buffer, offset, length);
    }

    @Override
    public void indicate(final Indication indication, final long key, final long value) {}

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {}
  }
}
