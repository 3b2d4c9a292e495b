package dev.ordeal.protocols.election.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Equal states have equal digests, and whatever changes a server's future changes its digest. */
class RaftElectionDigestTest {
  private static final long T = SeededLog.LAST_TERM_MAX;

  private static RaftServer script(final int steps) {
    final RaftServer server = RaftServer.withEqualLogs(0, 5);
    final Runnable[] script = {
      server::start,
      () -> server.requestVote(1, T + 1), // term, vote, timer, journal
      () -> server.heartbeat(1, T + 1), // leader
      () -> server.heartbeatAck(2, T + 2), // term
      server::timeOut, // state
      () -> server.vote(3, T + 3, true), // votes
      () -> server.vote(4, T + 3, true), // leads
      server::timeOut, // heartbeat due
      () -> server.requestVote(2, T + 4), // steps down
      server::crashAndRestart
    };
    for (int i = 0; i < steps; i++) {
      script[i].run();
    }
    return server;
  }

  @Test
  void shouldBeEqualForEqualHistories() {
    for (int steps = 0; steps <= 10; steps++) {
      assertEquals(script(steps).node.digest(), script(steps).node.digest(), "steps=" + steps);
    }
  }

  @Test
  void shouldChangeWithEachStepThatChangesSomething() {
    final Set<Long> seen = new HashSet<>();
    for (int steps = 0; steps <= 10; steps++) {
      assertTrue(seen.add(script(steps).node.digest()), "steps=" + steps);
    }
  }

  @Test
  void shouldTellApartWhatDiffersInOneField() {
    final Set<Long> seen = new HashSet<>();
    final RaftServer plain = script(1);
    seen.add(plain.node.digest());
    final RaftServer votedOne = script(1);
    votedOne.requestVote(1, T + 1);
    assertTrue(seen.add(votedOne.node.digest()));
    final RaftServer votedTwo = script(1);
    votedTwo.requestVote(2, T + 1);
    assertTrue(seen.add(votedTwo.node.digest()), "vote");
    final RaftServer withVoteOfThree = script(5);
    withVoteOfThree.vote(3, T + 3, true);
    final RaftServer withVoteOfFour = script(5);
    withVoteOfFour.vote(4, T + 3, true);
    assertTrue(withVoteOfThree.node.digest() != withVoteOfFour.node.digest(), "who voted");
    final RaftServer otherLog = new RaftServer(3, 5, Map.of());
    otherLog.start();
    assertTrue(seen.add(otherLog.node.digest()), "log");
  }

  @Test
  void shouldNotChangeWithRepeatedMessage() {
    final RaftServer server = script(7);
    final long digest = server.node.digest();
    server.vote(4, T + 3, true);
    server.heartbeatAck(2, T + 3);
    server.heartbeat(1, T + 1);
    assertEquals(digest, server.node.digest());
  }
}
