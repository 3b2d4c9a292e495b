package dev.ordeal.protocols.broadcast.atomic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.SinkOutbox;
import dev.ordeal.protocols.core.StepAllocation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A step of the atomic broadcast allocates nothing once warm, instance after instance. */
class AtomicBroadcastAllocationTest {
  private static final int NODES = 5;

  private final SinkOutbox outbox = new SinkOutbox();
  private final AtomicBroadcastMessages messages = new AtomicBroadcastMessages(NODES, 16);
  private final Batch none = new Batch(16);
  private final AtomicBroadcastNode node =
      new AtomicBroadcastNode(
          new NodeContext(0, NODES, 1, new CounterRandom(1), () -> 0),
          AtomicBroadcastConfig.of(ParameterValues.of(AtomicBroadcastConfig.PARAMETERS, Map.of())),
          id -> false);

  private long digests;

  /** Instances of two messages, its own and another's, which it coordinates; all come to know each decision. */
  @Test
  void shouldAllocateNothingAsCoordinator() {
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              final long instance = iteration + 1;
              receive(1, messages.writeDiffusion(MessageId.of(1, instance), instance));
              assertTrue(node.broadcast(0, instance, outbox));
              receive(1, messages.writeEstimate(instance, 1, 0, 1, none));
              receive(2, messages.writeEstimate(instance, 1, 0, 2, none));
              receive(1, messages.writeReply(instance, 1, true));
              receive(2, messages.writeReply(instance, 1, true));
              for (int id = 1; id < NODES; id++) {
                receive(id, messages.writeDecision(instance, none));
              }
              digests += node.digest();
            });
    assertTrue(node.next() > 20_000, "instances were decided: next=" + node.next());
    assertEquals(0, bytes, "bytes in 20000 instances, digests=" + digests);
  }

  /** Decisions of others, of which some nodes never say that they know them: as many are kept as the settings say. */
  @Test
  void shouldAllocateNothingAsListener() {
    final Batch batch = new Batch(16);
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              batch.count = 0;
              batch.add(MessageId.of(1, iteration + 1), iteration);
              receive(1, messages.writeDecision(iteration + 1, batch));
            });
    assertTrue(node.next() > 20_000, "instances were decided: next=" + node.next());
    assertEquals(0, bytes, "bytes in 20000 instances");
  }

  private void receive(final int fromId, final int length) {
    node.onMessage(0, fromId, messages.frame, 0, length, outbox);
  }
}
