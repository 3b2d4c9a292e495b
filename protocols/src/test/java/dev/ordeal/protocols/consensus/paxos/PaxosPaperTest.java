package dev.ordeal.protocols.consensus.paxos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.consensus.ConsensusServer;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What "Paxos Made Simple" (2001) says, one test a claim. Node 0 of three: its ballots are 3, 6, 9 … */
class PaxosPaperTest {
  private static final List<String> NOTHING = List.of();

  /** §2.2: a proposer asks with a number; its own acceptor is the first to promise. */
  @Test
  void shouldPromiseToItselfBeforeItAsks() {
    assertEquals(List.of("forces AcceptorState 3 0 -1", "Prepare 3 → 1", "Prepare 3 → 2"), server().propose(7));
  }

  /** §2.2, phase 2a: with a majority that has accepted nothing the value is the proposer's. */
  @Test
  void shouldProposeItsOwnValueIfItIsFree() {
    final ConsensusServer server = server();
    server.propose(7);
    assertEquals(
        List.of("forces AcceptorState 3 3 7", "Accept 3 7 → 1", "Accept 3 7 → 2"), server.take(1, "Promise", 3, 0, -1));
  }

  /** §2.2, P2c: else that of the highest ballot among them. */
  @Test
  void shouldProposeTheValueOfTheHighestAcceptedBallot() {
    final ConsensusServer server = server(5);
    server.propose(7);
    assertEquals(NOTHING, server.take(1, "Promise", 5, 4, 9));
    assertEquals("Accept 5 9 → 1", server.take(2, "Promise", 5, 2, 8).get(1));
  }

  /** Its own acceptance counts, too. */
  @Test
  void shouldKeepWhatItHasAcceptedItself() {
    final ConsensusServer server = server();
    server.take(1, "Accept", 4, 9);
    server.propose(7);
    assertEquals("Accept 6 9 → 1", server.take(2, "Promise", 6, 0, -1).get(1));
  }

  /** §2.2, phase 1b: a promise is durable and tells what was accepted. */
  @Test
  void shouldPromiseAndTellWhatItAccepted() {
    final ConsensusServer server = server();
    assertEquals(List.of("forces AcceptorState 4 0 -1", "Promise 4 0 -1 → 1"), server.take(1, "Prepare", 4));
    assertEquals(List.of("forces AcceptorState 4 4 9", "Accepted 4 → 1"), server.take(1, "Accept", 4, 9));
    assertEquals(List.of("forces AcceptorState 5 4 9", "Promise 5 4 9 → 2"), server.take(2, "Prepare", 5));
  }

  /** P1a, and §2.3 on telling the proposer. */
  @Test
  void shouldRefuseBelowItsPromise() {
    final ConsensusServer server = server();
    server.take(2, "Prepare", 5);
    assertEquals(List.of("Refused 4 5 → 1"), server.take(1, "Prepare", 4));
    assertEquals(List.of("Refused 4 5 → 1"), server.take(1, "Accept", 4, 9));
  }

  /** A request may be repeated: it is answered alike, and nothing new is written. */
  @Test
  void shouldAnswerARepeatedRequestAlike() {
    final ConsensusServer server = server();
    server.take(1, "Prepare", 4);
    assertEquals(List.of("Promise 4 0 -1 → 1"), server.take(1, "Prepare", 4));
    server.take(1, "Accept", 4, 9);
    assertEquals(List.of("Accepted 4 → 1"), server.take(1, "Accept", 4, 9));
  }

  /** §2.5: an acceptor remembers its promise and what it accepted across a failure. */
  @Test
  void shouldRememberPromiseAcrossARestart() {
    final ConsensusServer server = server();
    server.take(1, "Accept", 4, 9);
    server.take(2, "Prepare", 5);
    assertEquals(NOTHING, server.restart());
    assertEquals(List.of("Refused 4 5 → 1"), server.take(1, "Accept", 4, 9));
    assertEquals(List.of("forces AcceptorState 8 4 9", "Promise 8 4 9 → 2"), server.take(2, "Prepare", 8));
  }

  /** §2.5: no two proposals have the same number, those of a past life included. */
  @Test
  void shouldNeverUseABallotTwice() {
    final ConsensusServer server = server();
    server.propose(7);
    server.restart();
    assertEquals("Prepare 6 → 1", server.propose(7).get(1));
  }

  /** §2.3: learnt when a majority has accepted; the distinguished learner tells the others. */
  @Test
  void shouldDecideWhenAMajorityHasAccepted() {
    final ConsensusServer server = server();
    server.propose(7);
    server.take(1, "Promise", 3, 0, -1);
    assertEquals(List.of("decides 7", "Decision 7 → 1", "Decision 7 → 2"), server.take(2, "Accepted", 3));
    assertEquals(NOTHING, server.take(1, "Accepted", 3));
  }

  @Test
  void shouldCountEachAnswerOnceAndOfThisBallotOnly() {
    final ConsensusServer server = server(5);
    server.propose(7);
    server.take(1, "Promise", 5, 0, -1);
    assertEquals(NOTHING, server.take(1, "Promise", 5, 0, -1));
    assertEquals(NOTHING, server.take(2, "Promise", 4, 0, -1));
    assertTrue(server.take(3, "Promise", 5, 0, -1).contains("Accept 5 7 → 4"));
  }

  /** Whoever comes late is told. */
  @Test
  void shouldAnswerWithTheDecision() {
    final ConsensusServer server = server();
    assertEquals(List.of("decides 9"), server.take(1, "Decision", 9));
    assertEquals(List.of("Decision 9 → 2"), server.take(2, "Prepare", 5));
    assertEquals(NOTHING, server.take(1, "Decision", 9));
  }

  /** §2.4: a refused proposer waits for a random time before it tries a higher number. */
  @Test
  void shouldWaitAfterARefusal() {
    final ConsensusServer server = server();
    server.propose(7);
    assertEquals(NOTHING, server.take(1, "Refused", 3, 10));
    final long waitNs = server.node.nextDeadlineNs() - server.nowNs;
    assertTrue(waitNs >= 500_000_000L && waitNs <= 2_000_000_000L, "waitNs=" + waitNs);
    assertEquals("Prepare 12 → 1", server.timeOut().get(1));
  }

  /** §2.4: two proposers may go on outbidding one another. */
  @Test
  void shouldOutbidAtOnceWhenDuelling() {
    final ConsensusServer server = server(3, Map.of("duel", 1L));
    server.propose(7);
    assertEquals(
        List.of("forces AcceptorState 12 0 -1", "Prepare 12 → 1", "Prepare 12 → 2"),
        server.take(1, "Refused", 3, 10));
  }

  /** A dueller that has promised to its rival does not accept its own lower ballot. */
  @Test
  void shouldNotAcceptItsOwnBallotBelowItsPromise() {
    final ConsensusServer server = server(3, Map.of("duel", 1L));
    server.propose(7);
    server.take(1, "Prepare", 4);
    assertEquals(List.of("Accept 3 7 → 1", "Accept 3 7 → 2"), server.take(2, "Promise", 3, 0, -1));
    assertEquals(NOTHING, server.take(2, "Accepted", 3));
  }

  @Test
  void shouldDecideAloneIfItIsAlone() {
    assertTrue(server(1).propose(7).contains("decides 7"));
  }

  private static ConsensusServer server() {
    return server(3);
  }

  private static ConsensusServer server(final int clusterSize) {
    return server(clusterSize, Map.of());
  }

  private static ConsensusServer server(final int clusterSize, final Map<String, Long> chosen) {
    final ParameterValues values = ParameterValues.of(PaxosConfig.PARAMETERS, chosen);
    return new ConsensusServer(
        0,
        clusterSize,
        () ->
            new PaxosNode(
                new NodeContext(0, clusterSize, 1, new CounterRandom(1), () -> 0), PaxosConfig.of(values)));
  }
}
