package dev.ordeal.protocols.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.consensus.flooding.FloodSetSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Rounds by the clock, seen through FloodSet of three nodes: first round at 1,000 ns, 200 ns each. */
class SynchronousRoundsNodeTest {
  private final RecordingOutbox outbox = new RecordingOutbox(0, 3);
  private final ProtocolNode node = node(0);

  @Test
  void shouldBeginARoundAtItsTime() {
    node.onStart(0, outbox);
    for (final long startNs : List.of(1_000L, 1_200L, 1_400L)) {
      assertEquals(startNs, node.nextDeadlineNs());
      node.onDeadline(startNs - 1, outbox);
      assertEquals(0, sent());
      node.onDeadline(startNs, outbox);
      assertEquals(1, sent());
    }
    assertEquals(1_600, node.nextDeadlineNs());
    node.onDeadline(1_600, outbox);
    assertEquals(ProtocolNode.NO_DEADLINE, node.nextDeadlineNs());
  }

  /** A step that comes late does not move the rounds after it. */
  @Test
  void shouldNotDriftWithLateSteps() {
    node.onStart(0, outbox);
    node.onDeadline(1_050, outbox);
    assertEquals(1_200, node.nextDeadlineNs());
  }

  @Test
  void shouldDeliverWhatArrivesInItsRound() {
    final byte[] message = message(1);
    node.onStart(0, outbox);
    node.onDeadline(1_000, outbox);
    final long before = node.digest();
    node.onMessage(1_100, 1, new UnsafeBuffer(message), 0, message.length, outbox);
    assertTrue(node.digest() != before);
    assertEquals(List.of(), missed());
  }

  @Test
  void shouldGiveAReceiptForWhatArrivesInAnother() {
    final byte[] first = message(1);
    final byte[] second = message(2);
    node.onStart(0, outbox);
    node.onDeadline(1_000, outbox);
    final long before = node.digest();
    node.onMessage(1_100, 1, new UnsafeBuffer(second), 0, second.length, outbox);
    assertEquals(before, node.digest());
    node.onDeadline(1_200, outbox);
    node.onMessage(1_300, 1, new UnsafeBuffer(first), 0, first.length, outbox);
    assertEquals(
        List.of(
            new Indicated(Indication.ROUND_MISSED, 2, 1), new Indicated(Indication.ROUND_MISSED, 1, 2)),
        missed());
  }

  @Test
  void shouldTakeNoMessageCutShort() {
    final byte[] message = message(1);
    node.onStart(0, outbox);
    node.onDeadline(1_000, outbox);
    final long before = node.digest();
    for (int length = 0; length < message.length; length++) {
      node.onMessage(1_100, 1, new UnsafeBuffer(message, 0, length), 0, length, outbox);
    }
    assertEquals(before, node.digest());
  }

  @Test
  void shouldRefuseRoundsWithoutLength() {
    final String message =
        assertThrows(IllegalArgumentException.class, () -> new SynchronousRoundsNode(0, 0, node)).getMessage();
    assertEquals("rounds out of range: startAfterNs=0, min=0, roundNs=0, min=1", message);
  }

  private static ProtocolNode node(final int nodeId) {
    final FloodSetSpec spec = new FloodSetSpec();
    return spec.newNode(
        new NodeContext(nodeId, 3, 1, new CounterRandom(1), () -> 0),
        ParameterValues.of(spec.parameters(), Map.of("first-round", 1_000L, "round", 200L, "faults", 2L)));
  }

  /** What node 1, to whom somebody has proposed 5, sends in a round. */
  private static byte[] message(final int round) {
    final RecordingOutbox others = new RecordingOutbox(1, 3);
    final ProtocolNode sender = node(1);
    sender.onStart(0, others);
    final byte[] request = {8, 0, 1, 0, 40, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0};
    sender.onRequest(0, 0, new UnsafeBuffer(request), 0, request.length, others);
    for (int i = 0; i < round; i++) {
      others.drain();
      sender.onDeadline(sender.nextDeadlineNs(), others);
    }
    return others.drain().stream()
        .filter(Sent.class::isInstance)
        .map(effect -> ((Sent) effect).bytes())
        .findFirst()
        .orElseThrow();
  }

  private long sent() {
    return outbox.drain().stream().filter(Sent.class::isInstance).count();
  }

  private List<RecordingOutbox.Effect> missed() {
    return outbox.drain().stream()
        .filter(effect -> effect instanceof Indicated said && said.indication() == Indication.ROUND_MISSED)
        .toList();
  }
}
