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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Search through a small world as one would write it down first: states are lists, visited ones strings in a {@link
 * HashSet}, and each action makes its node anew and plays all its inputs. Deliveries only. It counts the states that
 * {@link dev.ordeal.faultlab.exploration.Explorer} counts, and shows what that one's ways are worth. Cold.
 */
final class PlainSearch {
  private static final int CLIENT = -1;

  private final AlgorithmSpec spec;
  private final List<Long> proposals;

  private record Message(int fromId, int toId, List<Byte> bytes) {}

  private record State(List<List<Message>> inputs, List<Message> inFlight, long decided) {}

  PlainSearch(final AlgorithmSpec spec, final List<Long> proposals) {
    this.spec = spec;
    this.proposals = proposals;
  }

  /** How many states there are, up to a number. */
  long states(final long statesMax) {
    final Set<String> visited = new HashSet<>();
    final Queue<State> queue = new ArrayDeque<>();
    visit(first(), visited, queue);
    while (!queue.isEmpty() && visited.size() < statesMax) {
      final State state = queue.remove();
      for (final Message message : new HashSet<>(state.inFlight())) {
        if (visited.size() < statesMax) {
          visit(deliver(state, message), visited, queue);
        }
      }
    }
    return visited.size();
  }

  private State first() {
    final List<List<Message>> inputs = new ArrayList<>();
    final List<Message> inFlight = new ArrayList<>();
    for (int id = 0; id < proposals.size(); id++) {
      inputs.add(List.of());
      final UnsafeBuffer request =
          new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProposeRequestEncoder.BLOCK_LENGTH]);
      new ProposeRequestEncoder()
          .wrapAndApplyHeader(request, 0, new MessageHeaderEncoder())
          .value(proposals.get(id));
      if (proposals.get(id) >= 0) {
        inFlight.add(new Message(CLIENT, id, boxed(request.byteArray())));
      }
    }
    return new State(inputs, inFlight, -1);
  }

  private State deliver(final State state, final Message message) {
    final List<List<Message>> inputs = new ArrayList<>(state.inputs());
    final List<Message> longer = new ArrayList<>(inputs.get(message.toId()));
    longer.add(message);
    inputs.set(message.toId(), longer);
    final Played played = new Played(message.toId(), longer);
    final List<Message> inFlight = new ArrayList<>(state.inFlight());
    inFlight.remove(message);
    inFlight.addAll(played.sent);
    return new State(inputs, inFlight, state.decided() >= 0 ? state.decided() : played.decided);
  }

  private void visit(final State state, final Set<String> visited, final Queue<State> queue) {
    final StringBuilder text = new StringBuilder().append(state.decided());
    for (int id = 0; id < proposals.size(); id++) {
      text.append('|').append(new Played(id, state.inputs().get(id)).encoded());
    }
    final List<String> messages = new ArrayList<>();
    state.inFlight().forEach(message -> messages.add(message.toString()));
    Collections.sort(messages);
    if (visited.add(text.append(messages).toString())) {
      queue.add(state);
    }
  }

  private static List<Byte> boxed(final byte[] bytes) {
    final List<Byte> all = new ArrayList<>();
    for (final byte one : bytes) {
      all.add(one);
    }
    return all;
  }

  /** A node that has met its inputs; what the last one made it do. */
  private final class Played implements Outbox {
    private final List<Message> sent = new ArrayList<>();
    private final int nodeId;
    private final ProtocolNode node;
    private long decided = -1;

    Played(final int nodeId, final List<Message> inputs) {
      this.nodeId = nodeId;
      node =
          spec.newBareNode(
              new NodeContext(nodeId, proposals.size(), 1, new CounterRandom(1), () -> 0),
              ParameterValues.defaultsOf(spec.parameters()));
      node.onStart(0, this);
      for (final Message message : inputs) {
        sent.clear();
        decided = -1;
        final byte[] bytes = new byte[message.bytes().size()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = message.bytes().get(i);
        }
        if (message.fromId() == CLIENT) {
          node.onRequest(0, 0, new UnsafeBuffer(bytes), 0, bytes.length, this);
        } else {
          node.onMessage(0, message.fromId(), new UnsafeBuffer(bytes), 0, bytes.length, this);
        }
      }
    }

    String encoded() {
      final ExpandableArrayBuffer state = new ExpandableArrayBuffer();
      final byte[] bytes = new byte[node.encodeState(state, 0)];
      state.getBytes(0, bytes);
      return Arrays.toString(bytes);
    }

    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      final byte[] bytes = new byte[length];
      buffer.getBytes(offset, bytes);
      sent.add(new Message(nodeId, toId, boxed(bytes)));
    }

    @Override
    public void multicast(
        final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
      for (int i = 0; i < count; i++) {
        send(toIds[i], buffer, offset, length);
      }
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      for (int id = 0; id < proposals.size(); id++) {
        if (id != nodeId) {
          send(id, buffer, offset, length);
        }
      }
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length) {
      return 0;
    }

    @Override
    public long persist(final DirectBuffer buffer, final int offset, final int length) {
      return 0;
    }

    @Override
    public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
      // Nobody comes back.
    }

    @Override
    public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      // No client listens.
    }

    @Override
    public void indicate(final Indication indication, final long key, final long value) {
      if (indication == Indication.DECIDE) {
        decided = value;
      }
    }

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
      // Nothing of length is of interest.
    }
  }
}
