package dev.ordeal.protocols.election.bully;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.KeptEffects;
import dev.ordeal.protocols.election.bully.codec.CoordinatorEncoder;
import dev.ordeal.protocols.election.bully.codec.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The twin does wrong where its correct sibling, given the same inputs, does right. */
class BullyTwinTest {
  @Test
  void shouldGoOnLeadingWhenHigherNodeComesBack() {
    assertEquals(2, leaderAfterReturnOfHigher(new BullySpec()));
    assertEquals(1, leaderAfterReturnOfHigher(BullyTwin.IGNORES_RECOVERED_HIGHER));
  }

  @Test
  void shouldClaimWhatItBreaks() {
    assertTrue(new BullySpec().promises().contains(BullyTwin.IGNORES_RECOVERED_HIGHER.breaks()));
    assertEquals(new BullySpec().model(), BullyTwin.IGNORES_RECOVERED_HIGHER.model());
  }

  /** Node 1 of three comes to lead, node 2 being down; then node 2 declares itself. */
  private static long leaderAfterReturnOfHigher(final AlgorithmSpec spec) {
    final KeptEffects effects = new KeptEffects();
    final ProtocolNode node =
        spec.newNode(
            new NodeContext(1, 3, 1, new CounterRandom(1), () -> 0), ParameterValues.defaultsOf(spec.parameters()));
    node.onStart(0, effects);
    node.onDeadline(node.nextDeadlineNs(), effects);
    assertEquals(1, effects.leaderId);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    final CoordinatorEncoder coordinator = new CoordinatorEncoder();
    coordinator.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    node.onMessage(0, 2, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + coordinator.encodedLength(), effects);
    return effects.leaderId;
  }
}
