package dev.ordeal.protocols.link;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.agrona.concurrent.UnsafeBuffer;

/** Layered nodes joined by links that lose, repeat and reorder, in milliseconds of one clock. */
final class LinkNetwork {
  static final long MILLISECOND = 1_000_000;

  private record InFlight(int fromId, int toId, byte[] bytes, long dueNs) {}

  final LoggingNode[] above;
  final ProtocolNode[] nodes;
  final boolean[] isDown;
  long lossPercent;
  long duplicationPercent;
  long delayMsMax = 1;
  long nowNs;

  private final RecordingOutbox[] outboxes;
  private final BiFunction<Integer, ProtocolNode, ProtocolNode> layers;
  private final CounterRandom random;
  private final List<InFlight> inFlight = new ArrayList<>();
  private final UnsafeBuffer nothing = new UnsafeBuffer(new byte[0]);

  LinkNetwork(final int size, final long seed, final BiFunction<Integer, ProtocolNode, ProtocolNode> layers) {
    this.above = new LoggingNode[size];
    this.nodes = new ProtocolNode[size];
    this.outboxes = new RecordingOutbox[size];
    this.isDown = new boolean[size];
    this.layers = layers;
    this.random = new CounterRandom(seed);
  }

  void startAll() {
    for (int id = 0; id < nodes.length; id++) {
      start(id);
    }
  }

  void start(final int id) {
    above[id] = new LoggingNode();
    nodes[id] = layers.apply(id, above[id]);
    outboxes[id] =
        outboxes[id] == null ? new RecordingOutbox(id, nodes.length) : outboxes[id].restart(nodes[id]);
    isDown[id] = false;
    nodes[id].onStart(nowNs, outboxes[id]);
    collect(id);
  }

  void crash(final int id) {
    isDown[id] = true;
  }

  /** Lets a node act in a step of its own. */
  void act(final int id, final Runnable action) {
    above[id].action = action;
    nodes[id].onRequest(nowNs, 0, nothing, 0, 0, outboxes[id]);
    collect(id);
  }

  void send(final int fromId, final int toId, final long value) {
    act(fromId, () -> above[fromId].send(toId, value));
  }

  void run(final long milliseconds) {
    for (long i = 0; i < milliseconds; i++) {
      nowNs += MILLISECOND;
      for (int k = 0; k < inFlight.size(); k++) {
        final InFlight message = inFlight.get(k);
        if (message.dueNs() <= nowNs) {
          inFlight.remove(k--);
          if (!isDown[message.toId()]) {
            final UnsafeBuffer buffer = new UnsafeBuffer(message.bytes());
            nodes[message.toId()].onMessage(
                nowNs, message.fromId(), buffer, 0, buffer.capacity(), outboxes[message.toId()]);
            collect(message.toId());
          }
        }
      }
      for (int id = 0; id < nodes.length; id++) {
        if (!isDown[id] && nodes[id].nextDeadlineNs() <= nowNs) {
          nodes[id].onDeadline(nowNs, outboxes[id]);
          collect(id);
        }
      }
    }
  }

  /** The values a node has heard from another, in order. */
  List<Long> heard(final int id, final int fromId) {
    return above[id].heard.stream().filter(h -> h.fromId() == fromId).map(LoggingNode.Heard::value).toList();
  }

  int messagesInFlight() {
    return inFlight.size();
  }

  RecordingOutbox outbox(final int id) {
    return outboxes[id];
  }

  private void collect(final int id) {
    for (final Effect effect : outboxes[id].drain()) {
      if (effect instanceof Sent sent) {
        for (final int toId : sent.toIds()) {
          int copies = random.nextLong(100) < lossPercent ? 0 : 1;
          copies += random.nextLong(100) < duplicationPercent ? copies : 0;
          for (int copy = 0; copy < copies; copy++) {
            final long delayNs = random.nextLong(1, delayMsMax) * MILLISECOND;
            inFlight.add(new InFlight(id, toId, sent.bytes(), nowNs + delayNs));
          }
        }
      }
    }
  }
}
