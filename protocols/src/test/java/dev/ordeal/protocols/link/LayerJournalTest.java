package dev.ordeal.protocols.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A node above a layer sees its journal as it would without one: the reference is the same node without a layer. */
class LayerJournalTest {
  @Test
  void shouldShowRecordsAndPositionsAsWithoutLayer() {
    for (long seed = 0; seed < 300; seed++) {
      final CounterRandom random = new CounterRandom(seed);
      final Host plain = new Host(UnaryOperator.identity());
      final Host fifo = new Host(LayerJournalTest::fifo);
      final Host stacked = new Host(LayerJournalTest::stacked);
      for (int step = 0; step < 60; step++) {
        final long value = seed * 1_000 + step;
        final long choice = random.nextLong(10);
        if (choice < 5) {
          final long position = plain.append(value);
          assertEquals(position, fifo.append(value));
          assertEquals(position, stacked.append(value));
        } else if (choice < 8) {
          if (plain.nextPosition > 0) {
            final long keepFrom = random.nextLong(1, plain.nextPosition);
            plain.checkpoint(value, keepFrom);
            fifo.checkpoint(value, keepFrom);
            stacked.checkpoint(value, keepFrom);
          }
        } else {
          final List<Long> replayed = plain.restart();
          assertEquals(replayed, fifo.restart(), "seed=" + seed);
          assertEquals(replayed, stacked.restart(), "seed=" + seed);
        }
      }
      assertEquals(fifo.lives, ((LinkLayerNode) fifo.node).incarnation, "a checkpoint lost the layer's record");
      assertEquals(stacked.lives, ((LinkLayerNode) stacked.node).incarnation);
    }
  }

  @Test
  void shouldKeepOneRecordIfNobodyAboveWrites() {
    final Host host = new Host(LayerJournalTest::stacked);
    for (int i = 0; i < 100; i++) {
      host.restart();
      assertTrue(host.outbox.journal().size() <= 3, "records=" + host.outbox.journal().size());
    }
    assertEquals(101, ((LinkLayerNode) host.node).incarnation);
  }

  @Test
  void shouldBoundJournalByWhatNodeAboveKeeps() {
    final Host host = new Host(LayerJournalTest::stacked);
    for (int i = 0; i < 200; i++) {
      host.append(i);
      host.append(i);
      host.checkpoint(i, host.nextPosition - 1);
      host.checkpoint(i, host.nextPosition - 1);
      assertTrue(host.outbox.journal().size() <= 8, "records=" + host.outbox.journal().size());
      if (i % 7 == 0) {
        host.restart();
      }
    }
  }

  @Test
  void shouldRejectCheckpointOutOfRange() {
    final Host host = new Host(LayerJournalTest::fifo);
    host.append(1);
    assertThrows(IllegalArgumentException.class, () -> host.checkpoint(2, 0));
    assertThrows(IllegalArgumentException.class, () -> host.checkpoint(2, 2));
  }

  private static ProtocolNode fifo(final ProtocolNode node) {
    return new FifoLinkNode(0, 1, node);
  }

  private static ProtocolNode stacked(final ProtocolNode node) {
    return new ReliableLinkNode(0, 1, 1, fifo(node));
  }

  private static final class Host {
    private final UnaryOperator<ProtocolNode> layers;
    LoggingNode above;
    ProtocolNode node;
    RecordingOutbox outbox;
    long nextPosition;
    long lives;
    private long lastPosition;

    Host(final UnaryOperator<ProtocolNode> layers) {
      this.layers = layers;
      restart();
    }

    List<Long> restart() {
      above = new LoggingNode();
      node = layers.apply(above);
      outbox = outbox == null ? new RecordingOutbox(0, 1) : outbox.restart(node);
      node.onStart(0, outbox);
      lives++;
      nextPosition = above.replayed.size();
      return above.replayed;
    }

    long append(final long value) {
      act(() -> lastPosition = value % 2 == 0 ? above.append(value) : above.persist(value));
      nextPosition = lastPosition + 1;
      return lastPosition;
    }

    void checkpoint(final long value, final long keepFrom) {
      act(() -> above.checkpoint(value, keepFrom));
    }

    private void act(final Runnable action) {
      above.action = action;
      node.onRequest(0, 0, new UnsafeBuffer(new byte[0]), 0, 0, outbox);
    }
  }
}
