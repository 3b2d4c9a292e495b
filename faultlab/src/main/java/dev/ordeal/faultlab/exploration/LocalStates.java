package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ProtocolNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All local states and messages that have come up, by number, and what each input does to a local state: found out by
 * stepping a real node once, then remembered.
 *
 * <p>A node in a given local state is had by playing again the inputs that first led to it. Nodes are deterministic, so
 * this is the same node; {@link #step} fails if it is not.
 *
 * <p>Cost: a remembered step is one look-up of a word. Threading: single owner.
 */
final class LocalStates {
  /** The input of a deadline that has come, in place of a message's number. */
  static final int DEADLINE = -1;

  /** The input of a crash with a restart. */
  static final int RESTART = -2;

  /** The sender of what a client asks for. */
  static final int CLIENT = -1;

  private static final int START = -3;
  private static final int NO_PARENT = -1;
  private static final long NO_STEP = -1;
  private static final long NO_STREAM = 0;

  /** What one input does to one local state; immutable, shared. */
  static final class Step {
    final int to;

    /** Numbers of the messages that are sent, in order of sending. */
    final int[] sent;

    /** What is decided, or {@link ConsensusNode#NO_VALUE}. */
    final long decided;

    /** Whether the node had decided already in this life. */
    final boolean decidesAgain;
    final String failure;
    final List<Effects.Said> said;

    Step(
        final int to,
        final int[] sent,
        final long decided,
        final boolean decidesAgain,
        final String failure,
        final List<Effects.Said> said) {
      this.to = to;
      this.sent = sent;
      this.decided = decided;
      this.decidesAgain = decidesAgain;
      this.failure = failure;
      this.said = said;
    }
  }

  /** One local state. */
  private record Local(
      int nodeId, int parent, int input, int pattern, long draws, long nowNs, long deadlineNs, boolean hasDecided) {}

  private final ExplorationPlan plan;
  private final Interner states = new Interner();
  private final Interner messages = new Interner();
  private final List<Local> locals = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Long2LongHashMap stepByKey = new Long2LongHashMap(NO_STEP);
  private final Long2LongHashMap streamKeys = new Long2LongHashMap(NO_STREAM);
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final ExpandableArrayBuffer encoding = new ExpandableArrayBuffer(512);

  /** Kept apart from the records, since the search reads them in its innermost loop. */
  private int[] receiverOf = new int[1024];

  private long[] deadlineOf = new long[1024];
  private long[] clockOf = new long[1024];
  private long played;

  LocalStates(final ExplorationPlan plan) {
    this.plan = plan;
  }

  /** The step that starts a node whose first draws have a pattern. */
  Step start(final int nodeId, final int pattern) {
    return play(NO_PARENT, START, nodeId, pattern);
  }

  /** The number of what a node's client asks for. */
  int proposal(final int nodeId) {
    final UnsafeBuffer request =
        new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProposeRequestEncoder.BLOCK_LENGTH]);
    new ProposeRequestEncoder()
        .wrapAndApplyHeader(request, 0, new MessageHeaderEncoder())
        .value(plan.proposals().get(nodeId));
    return messageNumber(CLIENT, nodeId, request.byteArray());
  }

  /** What an input does: a message's number, {@link #DEADLINE} or {@link #RESTART}. */
  Step step(final int local, final int input) {
    final long key = (long) local << Integer.SIZE | input & 0xFFFF_FFFFL;
    final long known = stepByKey.get(key);
    if (known != NO_STEP) {
      return steps.get((int) known);
    }
    final Local from = locals.get(local);
    final Step step = play(local, input, from.nodeId(), from.pattern());
    stepByKey.put(key, steps.size());
    steps.add(step);
    return step;
  }

  int receiverOf(final int message) {
    return receiverOf[message];
  }

  /** When the local state's next deadline is, on its clock. */
  long deadlineOf(final int local) {
    return deadlineOf[local];
  }

  /** Whether the node has decided in the life it leads. */
  boolean hasDecided(final int local) {
    return locals.get(local).hasDecided();
  }

  /** What the local state's clock shows. */
  long clockOf(final int local) {
    return clockOf[local];
  }

  int senderOf(final int message) {
    return messages.bytesOf(message)[0];
  }

  /** A message without the two bytes that tell sender and receiver. */
  byte[] bodyOf(final int message) {
    final byte[] bytes = messages.bytesOf(message);
    return Arrays.copyOfRange(bytes, 2, bytes.length);
  }

  int stateCount() {
    return states.size();
  }

  int messageCount() {
    return messages.size();
  }

  /** How many steps real nodes took, those played again included. */
  long played() {
    return played;
  }

  /** Plays all inputs up to a local state, then one more. */
  private Step play(final int from, final int input, final int nodeId, final int pattern) {
    final List<Integer> inputs = new ArrayList<>();
    inputs.add(input);
    for (int local = from; local != NO_PARENT; local = locals.get(local).parent()) {
      inputs.add(locals.get(local).input());
    }
    final Effects effects = new Effects(nodeId, plan.clusterSize());
    ProtocolNode node = null;
    CounterRandom stream = null;
    long nowNs = 0;
    int lives = 0;
    boolean hasDecided = false;
    String failure = null;
    for (int i = inputs.size() - 1; i >= 0; i--) {
      final int next = inputs.get(i);
      final boolean hadDecided = hasDecided;
      effects.clearStep();
      played++;
      try {
        if (next == START || next == RESTART) {
          stream = new CounterRandom(streamKey(nodeId, pattern, lives++));
          node = newNode(nodeId, stream);
          for (final byte[] record : List.copyOf(effects.records)) {
            view.wrap(record);
            node.onRecord(view, 0, record.length);
          }
          node.onStart(nowNs, effects);
          hasDecided = false;
        } else if (next == DEADLINE) {
          nowNs = Math.max(nowNs, node.nextDeadlineNs());
          node.onDeadline(nowNs, effects);
        } else {
          deliver(node, nowNs, next, effects);
        }
      } catch (final RuntimeException thrown) {
        failure = thrown.toString();
      }
      hasDecided |= decided(effects) != ConsensusNode.NO_VALUE;
      if (i == 0) {
        final boolean decidesAgain = hadDecided && next != RESTART && decided(effects) != ConsensusNode.NO_VALUE;
        final int to = localNumber(node, effects, new Local(
            nodeId, from, input, pattern, stream.position(), nowNs, node.nextDeadlineNs(), hasDecided));
        return new Step(
            to, numbersOf(nodeId, effects), decided(effects), decidesAgain, failure, List.copyOf(effects.said));
      }
    }
    throw new IllegalStateException("nothing to play");
  }

  private void deliver(final ProtocolNode node, final long nowNs, final int message, final Effects effects) {
    final byte[] bytes = messages.bytesOf(message);
    view.wrap(bytes, 2, bytes.length - 2);
    if (bytes[0] == CLIENT) {
      node.onRequest(nowNs, 0, view, 0, bytes.length - 2, effects);
    } else {
      node.onMessage(nowNs, bytes[0], view, 0, bytes.length - 2, effects);
    }
  }

  private ProtocolNode newNode(final int nodeId, final CounterRandom stream) {
    return plan.spec()
        .newBareNode(new NodeContext(nodeId, plan.clusterSize(), 1, stream, () -> 0), plan.values());
  }

  private long streamKey(final int nodeId, final int pattern, final int life) {
    if (life > 0) {
      return CounterRandom.hash(nodeId, pattern, life);
    }
    final long known = streamKeys.get(pattern);
    if (known != NO_STREAM) {
      return known;
    }
    final long key = keyWith(pattern, plan.coins());
    streamKeys.put(pattern, key);
    return key;
  }

  /** Everything that decides the node's future, and whether it has decided. */
  private int localNumber(final ProtocolNode node, final Effects effects, final Local local) {
    final int length = node.encodeState(encoding, 0);
    int records = 0;
    if (plan.restartsMax() > 0) {
      records = effects.records.stream().mapToInt(record -> record.length + Integer.BYTES).sum();
    }
    final ByteBuffer bytes = ByteBuffer.allocate(length + records + 19);
    bytes.put((byte) local.nodeId()).put((byte) local.pattern()).put((byte) (local.hasDecided() ? 1 : 0));
    bytes.putLong(local.nowNs()).putLong(local.deadlineNs());
    encoding.getBytes(0, bytes, length);
    if (plan.restartsMax() > 0) {
      effects.records.forEach(record -> bytes.putInt(record.length).put(record));
    }
    final int number = states.numberOf(bytes.array());
    if (number == locals.size()) {
      locals.add(local);
      if (number == deadlineOf.length) {
        deadlineOf = Arrays.copyOf(deadlineOf, 2 * number);
        clockOf = Arrays.copyOf(clockOf, 2 * number);
      }
      deadlineOf[number] = local.deadlineNs();
      clockOf[number] = local.nowNs();
    }
    return number;
  }

  private int[] numbersOf(final int nodeId, final Effects effects) {
    final int[] numbers = new int[effects.sent.size()];
    for (int i = 0; i < numbers.length; i++) {
      final Effects.Sent sent = effects.sent.get(i);
      numbers[i] = messageNumber(nodeId, sent.toId(), sent.bytes());
    }
    return numbers;
  }

  private int messageNumber(final int fromId, final int toId, final byte[] body) {
    final byte[] bytes = new byte[body.length + 2];
    bytes[0] = (byte) fromId;
    bytes[1] = (byte) toId;
    System.arraycopy(body, 0, bytes, 2, body.length);
    final int number = messages.numberOf(bytes);
    if (number >= receiverOf.length) {
      receiverOf = Arrays.copyOf(receiverOf, 2 * number);
    }
    receiverOf[number] = toId;
    return number;
  }

  private static long decided(final Effects effects) {
    for (final Effects.Said said : effects.said) {
      if (said.indication() == Indication.DECIDE) {
        return said.value();
      }
    }
    return ConsensusNode.NO_VALUE;
  }

  /** The least key of a stream whose first draws have these lowest bits. */
  private static long keyWith(final int pattern, final int coins) {
    long key = 1;
    while (!isLike(pattern, coins, key)) {
      key++;
    }
    return key;
  }

  private static boolean isLike(final int pattern, final int coins, final long key) {
    for (int draw = 0; draw < coins; draw++) {
      if ((CounterRandom.hash(key, draw) & 1) != (pattern >>> draw & 1)) {
        return false;
      }
    }
    return true;
  }
}
