package dev.ordeal.benchmarks;

import dev.ordeal.protocols.broadcast.atomic.BroadcastFromConsensusSpec;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchDecisionEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchEstimateEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchReplyEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BooleanType;
import dev.ordeal.protocols.broadcast.atomic.codec.BroadcastRequestEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.DiffusionEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one node of five does in an instance of atomic broadcast that it coordinates, again and again: it is handed a
 * message by its client and one by another node, what the others would send for the first round, and their word that
 * they know the decision. Each instance, from the third on, delivers two messages.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
final class BroadcastRound {
  private static final int NODES = 5;

  private final DiscardingOutbox outbox = new DiscardingOutbox();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final BroadcastRequestEncoder request = new BroadcastRequestEncoder();
  private final DiffusionEncoder diffusion = new DiffusionEncoder();
  private final BatchEstimateEncoder estimate = new BatchEstimateEncoder();
  private final BatchReplyEncoder reply = new BatchReplyEncoder();
  private final BatchDecisionEncoder decision = new BatchDecisionEncoder();
  private final ProtocolNode node;
  private long instance;

  BroadcastRound() {
    final BroadcastFromConsensusSpec spec = new BroadcastFromConsensusSpec();
    node =
        spec.newBareNode(
            new NodeContext(0, NODES, 1, new CounterRandom(1), () -> 0), ParameterValues.defaultsOf(spec.parameters()));
    node.onStart(0, outbox);
  }

  /** One instance; returns how many effects there have been. */
  long instance() {
    instance++;
    diffusion.wrapAndApplyHeader(buffer, 0, header).origin(1).number(instance).value(instance);
    receive(1, diffusion.encodedLength());
    request.wrapAndApplyHeader(buffer, 0, header).value(instance);
    node.onRequest(0, instance, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength(), outbox);
    for (int id = 1; id <= 2; id++) {
      estimate.wrapAndApplyHeader(buffer, 0, header).instance(instance).round(1).adoptedIn(0).proposer(id);
      estimate.batchCount(0);
      receive(id, estimate.encodedLength());
    }
    for (int id = 1; id <= 2; id++) {
      reply.wrapAndApplyHeader(buffer, 0, header).instance(instance).round(1).adopted(BooleanType.T);
      receive(id, reply.encodedLength());
    }
    for (int id = 1; id < NODES; id++) {
      decision.wrapAndApplyHeader(buffer, 0, header).instance(instance).batchCount(0);
      receive(id, decision.encodedLength());
    }
    return outbox.effects;
  }

  private void receive(final int fromId, final int length) {
    node.onMessage(0, fromId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length, outbox);
  }
}
