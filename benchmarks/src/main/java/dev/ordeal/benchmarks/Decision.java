package dev.ordeal.benchmarks;

import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestEncoder;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.Map;
import java.util.ServiceLoader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One consensus of five nodes on one thread, over links that keep order and lose nothing: node by node a proposal, then
 * every message in the order of sending; deadlines come when nothing is in flight. Nodes are made anew for each, since
 * a node decides once. Single owner.
 */
final class Decision {
  private static final int NODES = 5;
  private static final int FRAME = 128;
  private static final int IN_FLIGHT_MAX = 1 << 12;
  private static final int ROUNDS_MAX = 1_000;

  private final AlgorithmSpec spec;
  private final ParameterValues values;
  private final ProtocolNode[] nodes = new ProtocolNode[NODES];
  private final Carrier[] carriers = new Carrier[NODES];
  private final UnsafeBuffer frames = new UnsafeBuffer(new byte[IN_FLIGHT_MAX * FRAME]);
  private final int[] fromIds = new int[IN_FLIGHT_MAX];
  private final int[] toIds = new int[IN_FLIGHT_MAX];
  private final int[] lengths = new int[IN_FLIGHT_MAX];
  private final UnsafeBuffer request =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProposeRequestEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ProposeRequestEncoder proposal = new ProposeRequestEncoder();
  private long head;
  private long tail;
  private int decided;

  /** The algorithm of a name, which may say after a slash what is set. */
  Decision(final String name) {
    final String algorithm = name.replaceFirst("/.*", "");
    spec =
        ServiceLoader.load(AlgorithmSpec.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(one -> one.name().equals(algorithm))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such algorithm: name=" + algorithm));
    values =
        ParameterValues.of(
            spec.parameters(),
            algorithm.equals(name) ? Map.of() : Map.of(name.substring(algorithm.length() + 1), 1L));
    for (int id = 0; id < NODES; id++) {
      carriers[id] = new Carrier(id);
    }
  }

  /** Until all have decided; returns the number of messages. */
  long decide(final long seed) {
    head = 0;
    tail = 0;
    decided = 0;
    for (int id = 0; id < NODES; id++) {
      nodes[id] =
          spec.newBareNode(
              new NodeContext(id, NODES, seed, new CounterRandom(CounterRandom.hash(seed, id)), () -> 0), values);
      nodes[id].onStart(0, carriers[id]);
    }
    for (int id = 0; id < NODES; id++) {
      proposal.wrapAndApplyHeader(request, 0, header).value(id & 1);
      nodes[id].onRequest(0, 0, request, 0, request.capacity(), carriers[id]);
    }
    long nowNs = 0;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      carryAll(nowNs);
      if (decided >= NODES) {
        return tail;
      }
      nowNs = wakeEarliest(nowNs);
    }
    throw new IllegalStateException("no decision: algorithm=%s, rounds=%d".formatted(spec.name(), ROUNDS_MAX));
  }

  /** Puts so many messages into flight and takes them out again: what the array costs. Returns a sum of bytes. */
  long carry(final long messages) {
    head = 0;
    tail = 0;
    long bytes = 0;
    for (long sent = 0; sent < messages; sent++) {
      carriers[0].send(1, request, 0, request.capacity());
      final int slot = (int) (head++ % IN_FLIGHT_MAX);
      bytes += frames.getByte(slot * FRAME) + lengths[slot];
    }
    return bytes;
  }

  private void carryAll(final long nowNs) {
    while (head < tail) {
      final int slot = (int) (head++ % IN_FLIGHT_MAX);
      final int toId = toIds[slot];
      nodes[toId].onMessage(nowNs, fromIds[slot], frames, slot * FRAME, lengths[slot], carriers[toId]);
    }
  }

  /** All whose deadline is the earliest. */
  private long wakeEarliest(final long nowNs) {
    long earliestNs = ProtocolNode.NO_DEADLINE;
    for (final ProtocolNode node : nodes) {
      earliestNs = Math.min(earliestNs, node.nextDeadlineNs());
    }
    final long thenNs = Math.max(nowNs, earliestNs);
    for (int id = 0; id < NODES; id++) {
      if (nodes[id].nextDeadlineNs() <= thenNs) {
        nodes[id].onDeadline(thenNs, carriers[id]);
      }
    }
    return thenNs;
  }

  /** The outbox of one node: messages go into flight, records nowhere. */
  private final class Carrier implements Outbox {
    private final int nodeId;
    private long position;

    Carrier(final int nodeId) {
      this.nodeId = nodeId;
    }

    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      if (tail - head == IN_FLIGHT_MAX || length > FRAME) {
        throw new IllegalStateException("too much in flight: messages=%d, length=%d".formatted(tail - head, length));
      }
      final int slot = (int) (tail++ % IN_FLIGHT_MAX);
      frames.putBytes(slot * FRAME, buffer, offset, length);
      fromIds[slot] = nodeId;
      toIds[slot] = toId;
      lengths[slot] = length;
    }

    @Override
    public void multicast(
        final int[] ids, final int count, final DirectBuffer buffer, final int offset, final int length) {
      for (int i = 0; i < count; i++) {
        send(ids[i], buffer, offset, length);
      }
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      for (int id = 0; id < NODES; id++) {
        if (id != nodeId) {
          send(id, buffer, offset, length);
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
    public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
      // Nothing is kept.
    }

    @Override
    public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      // No client listens.
    }

    @Override
    public void indicate(final Indication indication, final long key, final long value) {
      if (indication == Indication.DECIDE) {
        decided++;
      }
    }

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
      // Nothing of length is of interest.
    }
  }
}
