package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A real node in one local state that stays as it is: a step is taken by a copy, once, and remembered. So a scheduler
 * can try one input after the other, and what it no longer looks at is forgotten.
 *
 * <p>Cost: a step copies the node's state, however long its run. Threading: single owner.
 */
final class BranchingNode {
  /** The sender of what a client asks for. */
  static final int CLIENT = -1;

  private static final long NO_GUESS = 0;

  private final ExplorationPlan plan;
  private final int nodeId;
  private final long clusterSeed;
  private final CounterRandom stream;
  private final ProtocolNode node;
  private final long nowNs;
  private final long digest;
  private final Map<Message, Step> steps = new HashMap<>();
  private Step stepOfDeadline;

  /** A message in flight; equal to any other of the same words between the same nodes. */
  record Message(int fromId, int toId, byte[] body, int hash) {
    static Message of(final int fromId, final int toId, final byte[] body) {
      return new Message(fromId, toId, body, 31 * (31 * Arrays.hashCode(body) + fromId) + toId);
    }

    @Override
    public boolean equals(final Object other) {
      return other instanceof Message that
          && hash == that.hash
          && fromId == that.fromId
          && toId == that.toId
          && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * What an input does.
   *
   * @param decided what is decided, or {@link ConsensusNode#NO_VALUE}
   * @param records how many records are forced
   */
  record Step(BranchingNode to, List<Message> sent, long decided, int records, List<Effects.Said> said) {}

  private BranchingNode(
      final ExplorationPlan plan,
      final int nodeId,
      final long clusterSeed,
      final CounterRandom stream,
      final ProtocolNode node,
      final long nowNs) {
    this.plan = plan;
    this.nodeId = nodeId;
    this.clusterSeed = clusterSeed;
    this.stream = stream;
    this.node = node;
    this.nowNs = nowNs;
    this.digest = CounterRandom.hash(node.digest(), nowNs);
  }

  /** The step that starts a node. */
  static Step start(final ExplorationPlan plan, final int nodeId, final long clusterSeed, final long streamKey) {
    final CounterRandom stream = new CounterRandom(streamKey);
    final ProtocolNode node = newNode(plan, nodeId, clusterSeed, stream);
    final Effects effects = new Effects(nodeId, plan.clusterSize());
    node.onStart(0, effects);
    return stepTo(new BranchingNode(plan, nodeId, clusterSeed, stream, node, 0), effects);
  }

  /** What a node's client asks for. */
  static Message proposal(final ExplorationPlan plan, final int nodeId) {
    final UnsafeBuffer request =
        new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProposeRequestEncoder.BLOCK_LENGTH]);
    new ProposeRequestEncoder()
        .wrapAndApplyHeader(request, 0, new MessageHeaderEncoder())
        .value(plan.proposals().get(nodeId));
    return Message.of(CLIENT, nodeId, request.byteArray());
  }

  /** What a message does. */
  Step step(final Message message) {
    return steps.computeIfAbsent(message, this::play);
  }

  /** What the deadline does. */
  Step stepOfDeadline() {
    if (stepOfDeadline == null) {
      stepOfDeadline = play(null);
    }
    return stepOfDeadline;
  }

  boolean hasDeadline() {
    return node.nextDeadlineNs() != ProtocolNode.NO_DEADLINE;
  }

  /** Hash of all that decides the node's future but what it will draw. */
  long digest() {
    return digest;
  }

  /**
   * The same local state of a node that will draw something else, of its own stream and of what all draw.
   *
   * @param guess decides what; other nodes with the same guess draw the same of what all draw
   */
  BranchingNode guessed(final long guess) {
    return copy(guess);
  }

  private Step play(final Message message) {
    final BranchingNode copy = copy(NO_GUESS);
    final Effects effects = new Effects(nodeId, plan.clusterSize());
    final long atNs = message == null ? Math.max(nowNs, node.nextDeadlineNs()) : nowNs;
    if (message == null) {
      copy.node.onDeadline(atNs, effects);
    } else {
      final UnsafeBuffer body = new UnsafeBuffer(message.body());
      if (message.fromId() == CLIENT) {
        copy.node.onRequest(atNs, 0, body, 0, body.capacity(), effects);
      } else {
        copy.node.onMessage(atNs, message.fromId(), body, 0, body.capacity(), effects);
      }
    }
    return stepTo(new BranchingNode(plan, nodeId, clusterSeed, copy.stream, copy.node, atNs), effects);
  }

  private BranchingNode copy(final long guess) {
    final boolean isSame = guess == NO_GUESS;
    final CounterRandom draws =
        new CounterRandom(isSame ? stream.key() : CounterRandom.hash(stream.key(), guess), stream.position());
    final long seed = isSame ? clusterSeed : CounterRandom.hash(clusterSeed, guess);
    final ProtocolNode other = newNode(plan, nodeId, seed, draws);
    StateTransfer.carry(node, other);
    final BranchingNode copy = new BranchingNode(plan, nodeId, seed, draws, other, nowNs);
    if (copy.digest != digest) {
      throw new IllegalStateException("a copy is unlike its node: class=" + node.getClass().getName());
    }
    return copy;
  }

  private static Step stepTo(final BranchingNode to, final Effects effects) {
    final List<Message> sent =
        effects.sent.stream().map(one -> Message.of(to.nodeId, one.toId(), one.bytes())).toList();
    long decided = ConsensusNode.NO_VALUE;
    for (final Effects.Said said : effects.said) {
      if (said.indication() == Indication.DECIDE) {
        decided = said.value();
      }
    }
    return new Step(to, sent, decided, effects.records.size(), List.copyOf(effects.said));
  }

  private static ProtocolNode newNode(
      final ExplorationPlan plan, final int nodeId, final long clusterSeed, final CounterRandom stream) {
    return plan.spec()
        .newBareNode(new NodeContext(nodeId, plan.clusterSize(), clusterSeed, stream, () -> 0), plan.values());
  }
}
