package dev.ordeal.faultlab.scenario;

import static dev.ordeal.faultlab.scenario.Scenario.ANY;
import static dev.ordeal.faultlab.scenario.Scenario.SELF;
import static dev.ordeal.faultlab.scenario.Scenario.sent;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.bully.BullyTwin;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.RaftTwin;
import org.junit.jupiter.api.Test;

/** Every broken twin is caught by a schedule made for it, and its correct sibling comes through the very same one. */
class TwinScenarioTest {
  /** Nodes 0 and 1 stand within a millisecond of each other, before either hears of it; node 2's clock is slow. */
  private static Scenario duel() {
    return Scenario.of(new RaftElectionSpec())
        .with("election-timeout-min", "3s")
        .with("election-timeout-max", "3001ms")
        .with("equal-logs", "true")
        .delay("constant(10ms)")
        .drift(2, "-50%");
  }

  /**
   * The same, and the voter stops when its first vote has left, and is back before the other candidate's request
   * arrives.
   */
  private static Scenario duelOverAVoterThatForgets() {
    return duel()
        .when(sent(2, ANY, "Vote")).crashAfterSends(SELF, 1).restartAfter("50ms")
        .when(sent(1, 2, "RequestVote")).hold("100ms")
        .when(sent(0, 1, "Heartbeat")).hold("1s");
  }

  @Test
  void shouldCatchASecondVoteInATerm() {
    assertCaught(duel(), RaftTwin.VOTES_TWICE, "5s");
  }

  @Test
  void shouldCatchHalfTakenForAMajority() {
    assertCaught(duel(), RaftTwin.QUORUM_OFF_BY_ONE, "5s");
  }

  @Test
  void shouldCatchAForgottenVote() {
    assertCaught(duelOverAVoterThatForgets(), RaftTwin.VOTE_NOT_PERSISTED, "5s");
  }

  @Test
  void shouldCatchAForgottenTerm() {
    assertCaught(duelOverAVoterThatForgets(), RaftTwin.TERM_NOT_PERSISTED, "5s");
  }

  @Test
  void shouldCatchAVoteForAStaleLog() {
    final Scenario stalestStandsFirst =
        Scenario.of(new RaftElectionSpec()).seed(2).delay("constant(10ms)").drift(1, "-50%").drift(2, "-50%");
    assertCaught(stalestStandsFirst, RaftTwin.FRESHNESS_MISSING, "20s");
  }

  @Test
  void shouldCatchALeaderThatIgnoresAHigherOne() {
    final Scenario highestComesBack =
        Scenario.of(new BullySpec()).delay("constant(10ms)").crash(2, "5s").restartAfter("10s");
    assertCaught(highestComesBack, BullyTwin.IGNORES_RECOVERED_HIGHER, "30s");
  }

  private static void assertCaught(final Scenario scenario, final BrokenTwin twin, final String duration) {
    final AlgorithmSpec broken = twin;
    scenario.run(duration).expectKept(twin.breaks());
    scenario.on(broken).named(twin.name()).run(duration).expectViolated(twin.breaks());
  }
}
