package dev.ordeal.faultlab.scenario;

import static dev.ordeal.faultlab.scenario.Scenario.ANY;
import static dev.ordeal.faultlab.scenario.Scenario.SELF;
import static dev.ordeal.faultlab.scenario.Scenario.leads;
import static dev.ordeal.faultlab.scenario.Scenario.sent;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.bully.BullyTwin;
import dev.ordeal.protocols.election.completebully.CompleteBullySpec;
import dev.ordeal.protocols.election.completebully.CompleteBullyTwin;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.RaftTwin;
import dev.ordeal.protocols.election.ring.ChangRobertsSpec;
import dev.ordeal.protocols.election.ring.RingTwin;
import org.junit.jupiter.api.Test;

/**
 * The broken twins of the elections: each is caught by a schedule made for it, by property and verdict, and its correct
 * sibling comes through the very same one.
 */
class ElectionTwinScenarioTest {
  /** The exercise's cluster and network without its losses: five nodes, 10 to 100 ms, and node 4 dies. */
  private static Scenario leaderDies(final AlgorithmSpec spec) {
    return Scenario.of(spec).nodes(5).delay("uniform(10ms, 100ms)").crash(4, "5s").heal("6s", "100ms");
  }

  private static Scenario highestComesBack(final AlgorithmSpec spec) {
    return Scenario.of(spec)
        .nodes(5)
        .delay("constant(10ms)")
        .crash(4, "5s")
        .restartAfter("10s")
        .heal("16s", "10ms");
  }

  /** Node 4 dies; then node 3 answers node 2 and dies, too. */
  private static Scenario answererDies(final AlgorithmSpec spec, final String answer) {
    return Scenario.of(spec)
        .nodes(5)
        .delay("constant(10ms)")
        .crash(4, "5s")
        .when(sent(3, 2, answer)).occurrence(2).crashAfterSends(SELF, 1)
        .heal("20s", "10ms");
  }

  /** Three servers of which one is cut off for a minute, and comes back when the others have long had a leader. */
  private static Scenario cutOffServerComesBack() {
    return checked().nodes(3).seed(1).partition(PartitionKind.ISOLATE_ONE, "60s", "120s", 2);
  }

  /** A ring of five: the leader and its two neighbours are a majority, the other two hear of no leader. */
  private static Scenario onlyNeighboursTalk() {
    return checked().nodes(5).partition(PartitionKind.RING, "100s", "150s");
  }

  /** Raft with both options, links of 10 ms that lose nothing. */
  private static Scenario checked() {
    return Scenario.of(new RaftElectionSpec())
        .with("pre-vote", "true")
        .with("check-quorum", "true")
        .with("equal-logs", "true")
        .delay("constant(10ms)");
  }

  @Test
  void shouldCatchAHighestNodeThatReturnsQuietly() {
    assertCaught(highestComesBack(new BullySpec()), BullyTwin.RETURNS_QUIETLY, "60s");
    assertCaught(highestComesBack(new CompleteBullySpec()), CompleteBullyTwin.RETURNS_QUIETLY, "60s");
  }

  @Test
  void shouldCatchANodeThatWaitsForADeadOne() {
    assertCaught(answererDies(new BullySpec(), "Ok"), BullyTwin.WAITS_FOR_EVER, "60s");
    assertCaught(answererDies(new CompleteBullySpec(), "Here"), CompleteBullyTwin.WAITS_FOR_EVER, "60s");
  }

  /** The exercise's second half: leader 4 dies and node 3 must follow; its network sees to it that it does not. */
  @Test
  void shouldCatchTheNetworkThatAnswersForTheDead() {
    assertCaught(leaderDies(new BullySpec()), BullyTwin.NETWORK_ANSWERS, "60s");
  }

  @Test
  void shouldCatchACoordinatorThatDoesNotWaitForHalts() {
    assertCaught(highestComesBack(new CompleteBullySpec()), CompleteBullyTwin.SKIPS_HALT, "60s");
  }

  @Test
  void shouldCatchARingThatForwardsLowerIds() {
    final Scenario start = Scenario.of(new ChangRobertsSpec()).nodes(5).delay("constant(10ms)");
    assertCaught(start, RingTwin.FORWARDS_LOWER, "10s");
    assertCaught(start.with("repair", "false"), RingTwin.FORWARDS_LOWER, "10s");
  }

  @Test
  void shouldCatchAnAnnouncementThatIsNeverRetired() {
    final Scenario start = Scenario.of(new ChangRobertsSpec()).nodes(5).delay("constant(10ms)");
    assertCaught(start, RingTwin.NEVER_RETIRES_ELECTED, "30s");
    assertCaught(start.with("repair", "false"), RingTwin.NEVER_RETIRES_ELECTED, "30s");
  }

  /** The highest node dies when its first token is on its way: nobody is left that would take it off the ring. */
  @Test
  void shouldCatchATokenThatOutlivesItsSender() {
    final Scenario dies =
        Scenario.of(new ChangRobertsSpec())
            .nodes(5)
            .delay("constant(10ms)")
            .when(sent(4, ANY, "Candidate")).crash(SELF, CrashPoint.BETWEEN_STEPS)
            .heal("1s", "10ms");
    assertCaught(dies, RingTwin.ORPHAN_CIRCLES, "60s");
  }

  @Test
  void shouldCatchAPreVoteThatBumpsItsTerm() {
    assertCaught(cutOffServerComesBack(), RaftTwin.PRE_VOTE_BUMPS_TERM, "150s");
  }

  @Test
  void shouldCatchAPreVoteThatIgnoresTheLeader() {
    assertCaught(onlyNeighboursTalk(), RaftTwin.PRE_VOTE_IGNORES_LEADER, "150s");
  }

  /** A leader that everybody hears and that hears nobody: the others obey a leader that can do nothing. */
  @Test
  void shouldCatchALeaderThatNeverStepsDown() {
    final Scenario deafLeader = checked().nodes(3).when(leads(ANY)).deafen(SELF, "1h");
    assertCaught(deafLeader, RaftTwin.NEVER_STEPS_DOWN, "120s");
  }

  /** Without the options neither is promised, and the same schedules break both. */
  @Test
  void shouldShowWhatTheOptionsAreFor() {
    final Scenario plain = cutOffServerComesBack().with("pre-vote", "false").with("check-quorum", "false");
    assertTrue(plain.run("150s").violation(RaftTwin.PRE_VOTE_BUMPS_TERM.breaks()).isPresent());
  }

  private static void assertCaught(final Scenario scenario, final BrokenTwin twin, final String duration) {
    scenario.run(duration).expectKept(twin.breaks()).expectVerdict(Verdict.SAFE_LIVE);
    scenario
        .on(twin)
        .named(twin.name())
        .run(duration)
        .expectViolated(twin.breaks())
        .expectVerdict(twin.breaks().isSafety() ? Verdict.VIOLATED : Verdict.SAFE_STALLED);
  }
}
