package dev.ordeal.protocols.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.ProtocolNode;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReliableLinkNodeTest {
  private static final long RETRANSMIT_NS = 50 * LinkNetwork.MILLISECOND;

  private static LinkNetwork network(final int size, final long seed) {
    return new LinkNetwork(size, seed, (id, node) -> new ReliableLinkNode(id, size, RETRANSMIT_NS, node));
  }

  @Test
  void shouldDeliverAllOnceOverLossyDuplicatingReorderingLink() {
    for (long seed = 0; seed < 50; seed++) {
      final LinkNetwork network = network(3, seed);
      network.lossPercent = 30;
      network.duplicationPercent = 30;
      network.delayMsMax = 40;
      network.startAll();
      for (int i = 0; i < 200; i++) {
        network.send(i % 3, (i + 1) % 3, i);
        network.run(10);
      }
      network.run(20_000);
      for (int from = 0; from < 3; from++) {
        final int first = from;
        assertEquals(
            LongStream.range(0, 200).filter(i -> i % 3 == first).boxed().toList(),
            network.heard((from + 1) % 3, from).stream().sorted().toList(),
            "seed=" + seed);
      }
      assertEquals(0, network.messagesInFlight(), "nothing is retransmitted that was acknowledged");
    }
  }

  @Test
  void shouldReachAllOthersByBroadcastAndItselfBySend() {
    final LinkNetwork network = network(4, 1);
    network.lossPercent = 50;
    network.startAll();
    network.act(2, () -> network.above[2].broadcast(5));
    network.send(2, 2, 6);
    network.run(20_000);
    for (int id = 0; id < 4; id++) {
      assertEquals(id == 2 ? List.of(6L) : List.of(5L), network.heard(id, 2), "node " + id);
    }
  }

  @Test
  void shouldKeepRetransmittingUntilPartitionEnds() {
    final LinkNetwork network = network(2, 1);
    network.startAll();
    network.run(10);
    network.lossPercent = 100;
    network.send(0, 1, 7);
    network.run(60_000);
    assertEquals(List.of(), network.heard(1, 0));
    network.lossPercent = 0;
    network.run(2_000);
    assertEquals(List.of(7L), network.heard(1, 0));
  }

  /** The message is delivered, its acknowledgement lost, the receiver comes back: it must not deliver it again. */
  @Test
  void shouldNotDeliverAgainToRestartedReceiver() {
    final LinkNetwork network = network(2, 1);
    network.startAll();
    network.run(10);
    network.send(0, 1, 7);
    network.lossPercent = 100;
    network.run(1);
    assertEquals(List.of(7L), network.heard(1, 0));
    network.crash(1);
    network.start(1);
    network.lossPercent = 0;
    network.run(5_000);
    assertEquals(List.of(), network.heard(1, 0));
    network.send(0, 1, 8);
    network.run(5_000);
    assertEquals(List.of(8L), network.heard(1, 0), "the new session works");
  }

  /** The Hello of the start is lost; it is said again until it is answered, so the sender soon knows. */
  @Test
  void shouldTellOfRestartOverLossyLink() {
    final LinkNetwork network = network(2, 1);
    network.startAll();
    network.run(10);
    network.lossPercent = 100;
    network.crash(1);
    network.start(1);
    network.lossPercent = 0;
    network.run(100);
    network.send(0, 1, 8);
    network.run(10);
    assertEquals(List.of(8L), network.heard(1, 0));
  }

  /** Sequences start over with an incarnation; the receiver must neither take them for old nor old ones for new. */
  @Test
  void shouldNotConfuseIncarnationsOfSender() {
    for (long seed = 0; seed < 50; seed++) {
      final LinkNetwork network = network(2, seed);
      network.lossPercent = 20;
      network.duplicationPercent = 50;
      network.delayMsMax = 200;
      network.startAll();
      network.send(0, 1, 1);
      network.send(0, 1, 2);
      network.run(150);
      network.crash(0);
      network.start(0);
      network.send(0, 1, 3);
      network.send(0, 1, 4);
      network.run(30_000);
      final List<Long> heard = network.heard(1, 0);
      assertEquals(heard.size(), new HashSet<>(heard).size(), "seed=" + seed + ", heard=" + heard);
      assertTrue(heard.containsAll(List.of(3L, 4L)), "seed=" + seed + ", heard=" + heard);
    }
  }

  @Test
  void shouldBoundWhatWaitsForDeadPeer() {
    final LinkNetwork network = network(2, 1);
    network.startAll();
    network.run(10);
    network.crash(1);
    for (int i = 0; i < 10_000; i++) {
      network.send(0, 1, i);
    }
    final ReliableLinkNode sender = (ReliableLinkNode) network.nodes[0];
    assertEquals(10_000 - ReliableLinkNode.WINDOW, sender.givenUp());
    network.run(100_000);
    assertTrue(network.messagesInFlight() <= ReliableLinkNode.WINDOW, "retransmission slows down");
  }

  @Test
  void shouldDeliverLastWindowToPeerThatWasSilent() {
    final LinkNetwork network = network(2, 1);
    network.startAll();
    network.run(10);
    network.lossPercent = 100;
    for (int i = 0; i < 100; i++) {
      network.send(0, 1, i);
    }
    network.lossPercent = 0;
    network.run(2_000);
    assertEquals(
        LongStream.range(100 - ReliableLinkNode.WINDOW, 100).boxed().toList(),
        network.heard(1, 0).stream().sorted().toList());
  }

  @Test
  void shouldMergeDeadlines() {
    final LinkNetwork network = network(2, 1);
    network.startAll();
    network.run(100);
    assertEquals(ProtocolNode.NO_DEADLINE, network.nodes[0].nextDeadlineNs(), "nothing waits");
    network.lossPercent = 100;
    network.send(0, 1, 7);
    assertEquals(network.nowNs + RETRANSMIT_NS, network.nodes[0].nextDeadlineNs());
    network.above[0].deadlineNs = network.nowNs + 5 * LinkNetwork.MILLISECOND;
    assertEquals(network.nowNs + 5 * LinkNetwork.MILLISECOND, network.nodes[0].nextDeadlineNs());
    network.run(5);
    assertEquals(1, network.above[0].deadlines);
    network.run(100);
    assertEquals(1, network.above[0].deadlines);
  }

  @Test
  void shouldRejectRetransmissionWithoutDelay() {
    assertThrows(IllegalArgumentException.class, () -> new ReliableLinkNode(0, 2, 0, new LoggingNode()));
  }
}
