package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A cluster on one thread whose leader goes away and comes back: each round is two elections, the first among those
 * that are left, the second what the algorithm makes of the return. Messages take no time; when none is under way time
 * goes on to the next deadline. A node that comes back is a new object, as after a crash, and its making is in the
 * round.
 *
 * <p>Threading: single owner. Allocation: the node that comes back; the queue grows to its most.
 */
final class ElectionRound {
  private static final int NOBODY = -1;
  private static final int SLOT = 64;
  private static final long STEPS_MAX = 50_000_000;

  private final AlgorithmSpec spec;
  private final ParameterValues values;
  private final int size;
  private final ProtocolNode[] nodes;
  private final Wire[] wires;
  private final int[] heldBy;
  private final boolean[] isUp;
  private final ExpandableArrayBuffer queue = new ExpandableArrayBuffer(1 << 16);
  private int head;
  private int tail;
  private long incarnation;
  private long nowNs = 1;
  private long delivered;
  private long steps;

  ElectionRound(final AlgorithmSpec spec, final Map<String, Long> chosen, final int size) {
    this.spec = spec;
    this.values = ParameterValues.of(spec.parameters(), chosen);
    this.size = size;
    this.nodes = new ProtocolNode[size];
    this.wires = new Wire[size];
    this.heldBy = new int[size];
    this.isUp = new boolean[size];
    for (int id = 0; id < size; id++) {
      wires[id] = new Wire(id);
      start(id);
    }
    runUntilAgreed();
  }

  /** One round; returns how many messages have been delivered so far. */
  long round() {
    final int leader = agreed();
    isUp[leader] = false;
    heldBy[leader] = NOBODY;
    runUntilAgreed();
    start(leader);
    runUntilAgreed();
    return delivered;
  }

  private void start(final int id) {
    final NodeContext context =
        new NodeContext(id, size, 3, new CounterRandom(CounterRandom.hash(3, id, incarnation++)), () -> 0);
    nodes[id] = spec.newNode(context, values);
    heldBy[id] = NOBODY;
    isUp[id] = true;
    nodes[id].onStart(nowNs, wires[id]);
  }

  private void runUntilAgreed() {
    steps = 0;
    do {
      deliverAll();
      if (agreed() == NOBODY) {
        wakeNext();
      }
    } while (head < tail || agreed() == NOBODY);
  }

  private void deliverAll() {
    while (head < tail) {
      final int slot = head++ * SLOT;
      final int from = queue.getInt(slot);
      final int to = queue.getInt(slot + 4);
      final int length = queue.getInt(slot + 8);
      if (isUp[to] && isUp[from]) {
        count();
        nodes[to].onMessage(nowNs, from, queue, slot + 12, length, wires[to]);
        delivered++;
      }
    }
    head = 0;
    tail = 0;
  }

  private void wakeNext() {
    int first = NOBODY;
    for (int id = 0; id < size; id++) {
      if (isUp[id] && (first == NOBODY || nodes[id].nextDeadlineNs() < nodes[first].nextDeadlineNs())) {
        first = id;
      }
    }
    nowNs = Math.max(nowNs, nodes[first].nextDeadlineNs());
    count();
    nodes[first].onDeadline(nowNs, wires[first]);
  }

  private void count() {
    steps++;
    if (steps > STEPS_MAX) {
      throw new IllegalStateException("no agreement: algorithm=%s, steps=%d".formatted(spec.name(), steps));
    }
  }

  private int agreed() {
    int leader = NOBODY;
    for (int id = 0; id < size; id++) {
      if (isUp[id]) {
        if (heldBy[id] == NOBODY || (leader != NOBODY && heldBy[id] != leader)) {
          return NOBODY;
        }
        leader = heldBy[id];
      }
    }
    return leader != NOBODY && isUp[leader] ? leader : NOBODY;
  }

  private void enqueue(final int from, final int to, final DirectBuffer buffer, final int offset, final int length) {
    final int slot = tail++ * SLOT;
    queue.putInt(slot, from);
    queue.putInt(slot + 4, to);
    queue.putInt(slot + 8, length);
    queue.putBytes(slot + 12, buffer, offset, length);
  }

  /** What one node says goes into the queue; whom it holds leader is kept. */
  private final class Wire implements Outbox {
    private final int id;
    private long position;

    Wire(final int id) {
      this.id = id;
    }

    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      enqueue(id, toId, buffer, offset, length);
    }

    @Override
    public void multicast(
        final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
      for (int i = 0; i < count; i++) {
        enqueue(id, toIds[i], buffer, offset, length);
      }
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      for (int to = 0; to < size; to++) {
        if (to != id) {
          enqueue(id, to, buffer, offset, length);
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
    public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {}

    @Override
    public void indicate(final Indication indication, final long key, final long value) {
      if (indication == Indication.LEADER) {
        heldBy[id] = (int) value;
      }
    }

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {}
  }
}
