package dev.ordeal.protocols.consensus.chandratoueg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.consensus.ConsensusServer;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Chandra and Toueg 1996, figure 6, says, one test a claim. Three nodes; node 0 coordinates rounds 1, 4, 7 … */
class ChandraTouegPaperTest {
  private static final List<String> NOTHING = List.of();

  private static final long REPAIR_NS = 1_000;

  private boolean isSuspected;

  /** Phase 1: the estimate goes to the coordinator. */
  @Test
  void shouldSendItsEstimateToTheCoordinator() {
    assertEquals(List.of("Estimate 1 7 0 → 0"), server(1).propose(7));
    assertEquals(NOTHING, server(0).propose(7));
  }

  /** Phase 2: of a majority's estimates the one that was taken on last. */
  @Test
  void shouldCoordinateTheNewestEstimate() {
    final ConsensusServer server = server(0);
    server.propose(7);
    assertEquals(List.of("Coordinate 1 9 → 1", "Coordinate 1 9 → 2"), server.take(1, "Estimate", 1, 9, 3));
  }

  /** Phase 3: the coordinator's value is taken on, and the next round begins. */
  @Test
  void shouldTakeOnTheCoordinatorsValue() {
    final ConsensusServer server = server(2);
    server.propose(7);
    assertEquals(List.of("Acknowledge 1 1 → 0", "Estimate 2 9 1 → 1"), server.take(0, "Coordinate", 1, 9));
  }

  /** Phase 3: or the coordinator is suspected. */
  @Test
  void shouldGoOnWithoutASuspectedCoordinator() {
    final ConsensusServer server = server(2);
    server.propose(7);
    assertEquals(REPAIR_NS, server.node.nextDeadlineNs());
    isSuspected = true;
    assertEquals(List.of("Acknowledge 1 0 → 0", "Estimate 2 7 0 → 1"), server.timeOut());
  }

  /** A clock may be below zero; a suspicion is due at once all the same. */
  @Test
  void shouldGoOnAtOnceOnAClockBelowZero() {
    final ConsensusServer server = server(2);
    server.nowNs = -1_000;
    server.propose(7);
    isSuspected = true;
    assertEquals(-1_000, server.node.nextDeadlineNs());
  }

  /** Phase 4: a majority that has taken the value on decides. */
  @Test
  void shouldDecideIfAMajorityHasTakenItsValueOn() {
    final ConsensusServer server = coordinating();
    assertEquals(
        List.of("decides 7", "Decision 7 → 1", "Decision 7 → 2"), server.take(1, "Acknowledge", 1, 1));
  }

  /** Phase 4: one that has not goes on. */
  @Test
  void shouldGoOnIfOneOfAMajorityHasNot() {
    final ConsensusServer server = coordinating();
    assertEquals(List.of("Estimate 2 7 1 → 1"), server.take(1, "Acknowledge", 1, 0));
  }

  /** A value that is locked in one round is what every later one proposes. */
  @Test
  void shouldKeepALockedValue() {
    final ConsensusServer server = server(1);
    server.propose(7);
    server.take(0, "Coordinate", 1, 9);
    assertEquals("Coordinate 2 9 → 0", server.take(2, "Estimate", 2, 3, 0).get(0));
  }

  /** Figure 4: whoever learns a decision tells all before it stops. */
  @Test
  void shouldRelayTheDecision() {
    assertEquals(List.of("decides 9", "Decision 9 → 0", "Decision 9 → 1"), server(2).take(0, "Decision", 9));
  }

  /** Otherwise than in the paper, whose links lose nothing: whoever waits in vain asks whom it waits for. */
  @Test
  void shouldAskWhomItWaitsFor() {
    final ConsensusServer server = server(2);
    server.propose(7);
    assertEquals(NOTHING, server.timeOut(), "it may have come there just now");
    assertEquals(List.of("RoundQuestion 1 → 0"), server.timeOut());
    final ConsensusServer coordinator = server(0);
    coordinator.propose(7);
    coordinator.timeOut();
    assertEquals(List.of("RoundQuestion 1 → 1", "RoundQuestion 1 → 2"), coordinator.timeOut());
  }

  /** The same, from the other side. */
  @Test
  void shouldSayAgainWhatMayBeLost() {
    final ConsensusServer coordinator = coordinating();
    assertEquals(List.of("Coordinate 1 7 → 2"), coordinator.take(2, "RoundQuestion", 1));
    final ConsensusServer server = server(2);
    server.propose(7);
    assertEquals(List.of("Estimate 1 7 0 → 0"), server.take(0, "RoundQuestion", 1));
    assertEquals(NOTHING, server.take(1, "RoundQuestion", 1), "who does not coordinate");
    server.take(0, "Coordinate", 1, 9);
    assertEquals(List.of("RoundQuestion 2 → 0"), server.take(0, "RoundQuestion", 1), "it is further");
    server.take(0, "Decision", 9);
    assertEquals(List.of("Decision 9 → 1"), server.take(1, "RoundQuestion", 1));
  }

  /** What is said again counts once. */
  @Test
  void shouldCountAnEstimateOnce() {
    final ConsensusServer coordinator = server(0, 5);
    coordinator.propose(7);
    coordinator.take(1, "Estimate", 1, 7, 0);
    assertEquals(NOTHING, coordinator.take(1, "Estimate", 1, 7, 0));
    assertEquals(4, coordinator.take(2, "Estimate", 1, 7, 0).size(), "three of five, itself among them");
  }

  /** Nobody needs to go through rounds that all others have left; however many of their messages were dropped. */
  @Test
  void shouldGoToTheLatestRound() {
    final ConsensusServer server = server(2);
    server.propose(7);
    server.timeOut();
    server.take(1, "RoundQuestion", 1_001);
    assertEquals(List.of("Estimate 1001 7 0 → 1", "RoundQuestion 1001 → 1"), server.timeOut());
    final ConsensusServer coordinator = server(1);
    coordinator.propose(7);
    coordinator.take(2, "Estimate", 1_001, 8, 3);
    coordinator.timeOut();
    assertEquals(List.of("RoundQuestion 1001 → 0", "RoundQuestion 1001 → 2"), coordinator.timeOut());
    assertEquals(
        List.of("Coordinate 1001 8 → 0", "Coordinate 1001 8 → 2"), coordinator.take(2, "Estimate", 1_001, 8, 3));
  }

  private ConsensusServer coordinating() {
    final ConsensusServer server = server(0);
    server.propose(7);
    server.take(1, "Estimate", 1, 7, 0);
    return server;
  }

  private ConsensusServer server(final int nodeId) {
    return server(nodeId, 3);
  }

  private ConsensusServer server(final int nodeId, final int clusterSize) {
    return new ConsensusServer(
        nodeId,
        clusterSize,
        () ->
            new ChandraTouegNode(
                new NodeContext(nodeId, clusterSize, 1, new CounterRandom(1), () -> 0), REPAIR_NS, id -> isSuspected));
  }
}
