package dev.ordeal.protocols.consensus.flooding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.consensus.ConsensusServer;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Lynch 1996, section 6.2.1, and Raynal 2002, section 4, say, one test a claim. Node 0 of three. */
class FloodingPaperTest {
  private static final List<String> NOTHING = List.of();

  /** In each round W is broadcast; values seen are added to it; after f + 1 rounds the decision. */
  @Test
  void shouldFloodForFPlusOneRounds() {
    final ConsensusServer server = floodSet(1);
    assertEquals(NOTHING, server.propose(3));
    assertEquals(List.of("Flood 8 → 1", "Flood 8 → 2"), server.timeOut());
    assertEquals(NOTHING, server.take(1, "Flood", 1 << 5));
    assertEquals(List.of("Flood 40 → 1", "Flood 40 → 2"), server.timeOut());
    assertEquals(NOTHING, server.take(2, "Flood", 1 << 2));
    assertEquals(List.of("decides 2"), server.timeOut());
    assertEquals(ProtocolNode.NO_DEADLINE, server.node.nextDeadlineNs());
  }

  /** Nobody is missed: the second round tells, and ends in a decision, whatever f is. */
  @Test
  void shouldDecideInTwoRoundsIfNobodyCrashes() {
    final ConsensusServer server = early(2);
    server.propose(3);
    assertEquals(List.of("EarlyFlood 3 0 → 1", "EarlyFlood 3 0 → 2"), server.timeOut());
    server.take(1, "EarlyFlood", 1, 0);
    server.take(2, "EarlyFlood", 5, 0);
    assertEquals(List.of("EarlyFlood 1 1 → 1", "EarlyFlood 1 1 → 2"), server.timeOut());
    assertEquals(List.of("decides 1"), server.timeOut());
  }

  /** Somebody is missed: not before a round in which nobody new is. */
  @Test
  void shouldGoOnForARoundIfSomebodyIsMissed() {
    final ConsensusServer server = early(2);
    server.propose(3);
    server.timeOut();
    server.take(1, "EarlyFlood", 4, 0);
    assertEquals(List.of("EarlyFlood 3 0 → 1", "EarlyFlood 3 0 → 2"), server.timeOut());
    server.take(1, "EarlyFlood", 2, 0);
    assertEquals(List.of("EarlyFlood 2 1 → 1", "EarlyFlood 2 1 → 2"), server.timeOut());
    assertEquals(List.of("decides 2"), server.timeOut());
  }

  /** Whoever is told that another is about to decide tells that and decides, too. */
  @Test
  void shouldFollowWhoeverIsAboutToDecide() {
    final ConsensusServer server = early(2);
    server.propose(3);
    server.timeOut();
    server.take(1, "EarlyFlood", 2, 1);
    assertEquals("EarlyFlood 2 1 → 1", server.timeOut().get(0));
    assertEquals(List.of("decides 2"), server.timeOut());
  }

  /** f + 1 rounds are always enough. */
  @Test
  void shouldDecideAfterFPlusOneRoundsWhateverIsMissed() {
    final ConsensusServer server = early(1);
    server.propose(3);
    server.timeOut();
    server.take(1, "EarlyFlood", 4, 0);
    server.timeOut();
    assertEquals(List.of("decides 3"), server.timeOut());
    assertEquals(ProtocolNode.NO_DEADLINE, server.node.nextDeadlineNs());
  }

  /** All begin with their input: what comes once the first round has begun is not flooded. */
  @Test
  void shouldNotFloodWhatComesLate() {
    final ConsensusServer server = floodSet(1);
    assertEquals(List.of("Flood 0 → 1", "Flood 0 → 2"), server.timeOut());
    assertEquals(NOTHING, server.propose(3));
    server.take(1, "Flood", 1 << 5);
    assertEquals(List.of("Flood 32 → 1", "Flood 32 → 2"), server.timeOut());
    assertEquals(List.of("decides 5"), server.timeOut());
    final ConsensusServer early = early(1);
    assertEquals(List.of("EarlyFlood -1 0 → 1", "EarlyFlood -1 0 → 2"), early.timeOut());
    assertEquals(NOTHING, early.propose(3));
    early.take(1, "EarlyFlood", 5, 0);
    early.take(2, "EarlyFlood", -1, 0);
    assertEquals(List.of("EarlyFlood 5 1 → 1", "EarlyFlood 5 1 → 2"), early.timeOut());
    assertEquals(List.of("decides 5"), early.timeOut());
  }

  /** Nobody has an input: nobody decides, and the rounds end. */
  @Test
  void shouldDecideNothingWithoutAProposalInTime() {
    for (final ConsensusServer server : List.of(floodSet(1), early(1))) {
      server.timeOut();
      assertEquals(NOTHING, server.propose(3));
      server.timeOut();
      assertEquals(NOTHING, server.timeOut());
      assertEquals(ProtocolNode.NO_DEADLINE, server.node.nextDeadlineNs());
    }
  }

  private static ConsensusServer floodSet(final int faults) {
    return new ConsensusServer(0, 3, () -> new FloodSetNode(context(), faults));
  }

  private static ConsensusServer early(final int faults) {
    return new ConsensusServer(0, 3, () -> new EarlyDecidingNode(context(), faults));
  }

  private static NodeContext context() {
    return new NodeContext(0, 3, 1, new CounterRandom(1), () -> 0);
  }
}
