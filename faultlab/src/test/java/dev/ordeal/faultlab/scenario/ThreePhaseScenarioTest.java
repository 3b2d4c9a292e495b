package dev.ordeal.faultlab.scenario;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.commit.threephase.ThreePhaseSpec;
import org.junit.jupiter.api.Test;

/** The termination protocol of three-phase commit, with nodes that come back in the middle of it. */
class ThreePhaseScenarioTest {
  /**
   * Node 3 crashes before it votes, and knows of nothing when it is back; the coordinator crashes; node 1, whose turn
   * it is to lead, crashes and comes back, and asks from then on without being allowed to lead. Node 2 alone stays up:
   * it must take its turn, however often node 1 asks.
   */
  @Test
  void shouldNotLetThoseWhoCameBackKeepTheOthersFromLeading() {
    Scenario.of(new ThreePhaseSpec())
        .named("commit/three-phase/asked-again-and-again")
        .nodes(4)
        .crash(3, "1002500us").restartAfter("2s")
        .crash(0, "1900ms").restartAfter("4s")
        .crash(1, "2100ms").restartAfter("500ms")
        .heal("10s", "10ms")
        .invoke("1s", 0, 0, "1 increment 1 -10; 2 increment 1 5; 3 increment 1 5")
        .run("60s")
        .expectVerdict(Verdict.SAFE_LIVE);
  }
}
