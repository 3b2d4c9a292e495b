package dev.ordeal.protocols.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FifoLinkNodeTest {
  private static LinkNetwork fifo(final long seed) {
    return new LinkNetwork(2, seed, (id, node) -> new FifoLinkNode(id, 2, node));
  }

  @Test
  void shouldKeepOrderOverReorderingDuplicatingLink() {
    for (long seed = 0; seed < 50; seed++) {
      final LinkNetwork network = fifo(seed);
      network.duplicationPercent = 30;
      network.delayMsMax = 50;
      network.startAll();
      network.run(100);
      for (int i = 0; i < 300; i++) {
        network.send(0, 1, i);
        network.run(1);
      }
      network.run(200);
      assertEquals(LongStream.range(0, 300).boxed().toList(), network.heard(1, 0), "seed=" + seed);
    }
  }

  /** What the test above would see without the layer. */
  @Test
  void shouldBeNeeded() {
    final LinkNetwork network = new LinkNetwork(2, 1, (id, node) -> node);
    network.delayMsMax = 50;
    network.startAll();
    for (int i = 0; i < 300; i++) {
      network.send(0, 1, i);
      network.run(1);
    }
    network.run(200);
    assertNotEquals(network.heard(1, 0).stream().sorted().toList(), network.heard(1, 0));
  }

  /** Loss is beyond the layer's model; order and at-most-once hold all the same. */
  @Test
  void shouldKeepOrderAndGoOnOverLossyLink() {
    for (long seed = 0; seed < 50; seed++) {
      final LinkNetwork network = fifo(seed);
      network.startAll();
      network.run(10);
      network.lossPercent = 5;
      network.duplicationPercent = 30;
      network.delayMsMax = 20;
      for (int i = 0; i < 2_000; i++) {
        network.send(0, 1, i);
        network.run(1);
      }
      network.run(100);
      final List<Long> heard = network.heard(1, 0);
      assertEquals(new HashSet<>(heard).stream().sorted().toList(), heard, "seed=" + seed);
      assertTrue(heard.size() > 1_700, "seed=" + seed + ", heard=" + heard.size());
    }
  }

  @Test
  void shouldStartOverWithEitherEnd() {
    for (long seed = 0; seed < 50; seed++) {
      final LinkNetwork network = fifo(seed);
      network.duplicationPercent = 50;
      network.delayMsMax = 50;
      network.startAll();
      long next = 0;
      for (int life = 0; life < 6; life++) {
        for (int i = 0; i < 20; i++) {
          network.send(0, 1, next++);
          network.run(3);
        }
        final List<Long> heard = network.heard(1, 0);
        assertEquals(new HashSet<>(heard).stream().sorted().toList(), heard, "seed=" + seed);
        network.crash(life % 2);
        network.start(life % 2);
      }
      network.run(200);
      network.send(0, 1, next);
      network.run(200);
      final List<Long> heard = network.heard(1, 0);
      assertEquals(next, heard.get(heard.size() - 1), "seed=" + seed);
    }
  }

  /** Order over a lossy link: this layer above, retransmission below. Both write records, and each reads its own. */
  @Test
  void shouldStackOnReliableLink() {
    for (long seed = 0; seed < 30; seed++) {
      final LinkNetwork network =
          new LinkNetwork(
              2,
              seed,
              (id, node) ->
                  new ReliableLinkNode(id, 2, 50 * LinkNetwork.MILLISECOND, new FifoLinkNode(id, 2, node)));
      network.lossPercent = 30;
      network.duplicationPercent = 30;
      network.delayMsMax = 30;
      network.startAll();
      network.crash(1);
      network.start(1);
      network.run(3_000);
      for (int i = 0; i < 200; i++) {
        network.send(0, 1, i);
        network.run(20);
      }
      network.run(20_000);
      assertEquals(LongStream.range(0, 200).boxed().toList(), network.heard(1, 0), "seed=" + seed);
    }
  }
}
