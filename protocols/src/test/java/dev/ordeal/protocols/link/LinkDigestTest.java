package dev.ordeal.protocols.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** A layer's digest covers its sessions, its journal and the node above. */
class LinkDigestTest {
  private static LinkNetwork run(final boolean isFifo, final long lastValue) {
    final LinkNetwork network =
        new LinkNetwork(
            3, 1, (id, node) -> isFifo ? new FifoLinkNode(id, 3, node) : new ReliableLinkNode(id, 3, 1_000, node));
    network.delayMsMax = 9;
    network.startAll();
    for (int i = 0; i < 20; i++) {
      network.send(i % 3, 1, i);
      network.run(1);
    }
    network.send(0, 1, lastValue);
    return network;
  }

  @Test
  void shouldBeEqualForEqualHistories() {
    for (int id = 0; id < 3; id++) {
      assertEquals(run(true, 7).nodes[id].digest(), run(true, 7).nodes[id].digest());
      assertEquals(run(false, 7).nodes[id].digest(), run(false, 7).nodes[id].digest());
    }
  }

  @Test
  void shouldCoverMessagesThatWait() {
    assertNotEquals(run(false, 7).nodes[0].digest(), run(false, 8).nodes[0].digest());
  }

  @Test
  void shouldCoverSessionsJournalAndNodeAbove() {
    for (final boolean isFifo : new boolean[] {true, false}) {
      final LinkNetwork network = run(isFifo, 7);
      network.run(50);
      final long before = network.nodes[1].digest();
      network.send(1, 2, 5);
      final long sent = network.nodes[1].digest();
      assertNotEquals(before, sent, "a sequence was used");
      network.act(1, () -> network.above[1].append(5));
      final long written = network.nodes[1].digest();
      assertNotEquals(sent, written, "a record was written");
      network.above[1].heard.add(new LoggingNode.Heard(0, 0));
      assertNotEquals(written, network.nodes[1].digest(), "the node above changed");
    }
  }
}
